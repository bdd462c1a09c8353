// Reads latchkey.yaml: every problem at once, each with its line and column and its cure.
import { readFileSync, statSync } from 'node:fs'
import { LineCounter, parseDocument } from 'yaml'
import { z } from 'zod'
import { configInvalid } from '../config/problems.ts'
import { type Text, text } from '../words/text.ts'
import { type Problem, problemsOf, unknownKey } from './issues.ts'
import type { Organisation } from './organisation.ts'
import { keysIn, offsetOf, type Path, type Source, spellPath, spellPlace } from './place.ts'
import { organisationSchema, type Written } from './schema.ts'
import { problemsBetween } from './sense.ts'

export interface ReadOptions {
  /** The skills of this Latchkey; a choice for any other is a problem. Not checked when left out. */
  skillNames?: readonly string[]
}

const mostBytes = 1024 * 1024

/** Throws `config-invalid`. */
export function organisationFromFile(path: string, options: ReadOptions = {}): Organisation {
  return readOrganisation(contentOf(path), path, options)
}

/** Throws `config-invalid` with every problem, as `fileName:line:column …`. */
export function readOrganisation(content: string, fileName: string, { skillNames }: ReadOptions = {}): Organisation {
  const source = open(content, fileName)
  const data = dataOf(source)
  const checked = organisationSchema.safeParse(data)
  const forbidden = forbiddenKeys(source)
  const problems = [
    ...forbidden,
    ...withoutEchoes(
      (checked.error?.issues ?? []).flatMap((issue) => problemsOf(issue, data, knownKeys)),
      forbidden,
    ),
    ...problemsBetween(checked.data ?? soundSections(data), skillNames),
  ]
  if (problems.length > 0 || !checked.success) throw configInvalid(inOrder(source, problems))
  return organisationOf(checked.data)
}

function contentOf(path: string): string {
  const refuse = (what: Text) => configInvalid([text('organisation.problem', { place: path, what })])
  let content: string
  try {
    if (statSync(path).size > mostBytes) throw refuse(text('organisation.too-large'))
    content = readFileSync(path, 'utf8')
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : undefined
    if (code === undefined || code === 'config-invalid') throw error
    throw refuse(text('organisation.unreadable', { reason: code, file: path }))
  }
  return content
}

/** A file that is no YAML is reported as that alone: whatever was read beyond the first mistake would be guessed. */
function open(content: string, fileName: string): Source {
  const lines = new LineCounter()
  const document = parseDocument(content, { lineCounter: lines, prettyErrors: false, uniqueKeys: true, version: '1.2' })
  const wrong = [...document.errors, ...document.warnings]
  if (wrong.length === 0) return { fileName, document, lines }
  throw configInvalid(
    wrong.map(({ message, pos: [offset] }) => {
      const what = text('organisation.not-yaml', { reason: message })
      return text('organisation.problem', { place: spellPlace({ fileName, lines }, offset), what })
    }),
  )
}

function dataOf(source: Source): unknown {
  try {
    return source.document.toJS({ maxAliasCount: 100 })
  } catch (error) {
    const reason = error instanceof Error ? error.message : ''
    const what = text('organisation.not-yaml', { reason })
    throw configInvalid([text('organisation.problem', { place: source.fileName, what })])
  }
}

/** No key asks for self-approval wherever it stands, and none slips past the schema by what it means to JavaScript. */
function forbiddenKeys(source: Source): Problem[] {
  return [...keysIn(source.document.contents)].flatMap(({ path, key }) => {
    if (key === '__proto__') return [unknownKey(path, key, [])]
    const plain = key.toLowerCase().replace(/[^a-z]/g, '')
    const isSelfApproval = plain.includes('approv') && /self|own(?!er)|requester/.test(plain)
    return isSelfApproval
      ? [{ path, key, what: text('organisation.self-approval', { path: spellPath([...path, key]) }) }]
      : []
  })
}

/** One mistake, one problem: a key refused already is not unknown too, and what a misspelt key stands for is not missing. */
function withoutEchoes(found: readonly Problem[], forbidden: readonly Problem[]): Problem[] {
  const isForbidden = new Set(forbidden.map(({ path, key }) => spellPath([...path, String(key)])))
  const isMeant = new Set(
    found.flatMap(({ path, meant }) => (meant === undefined ? [] : [spellPath([...path, meant])])),
  )
  return found.filter(({ path, key, what }) => {
    if (key !== undefined) return !isForbidden.has(spellPath([...path, key]))
    return what.key !== 'organisation.missing' || !isMeant.has(spellPath(path))
  })
}

/** The keys that the schema knows at a path, for "did you mean". */
function knownKeys(path: Path): string[] {
  let schema: unknown = organisationSchema
  for (const segment of path) schema = below(unwrapped(schema), segment)
  const held = unwrapped(schema)
  return held instanceof z.ZodObject ? Object.keys(held.shape) : []
}

function below(schema: unknown, segment: PropertyKey): unknown {
  if (schema instanceof z.ZodObject) return schema.shape[String(segment)]
  if (schema instanceof z.ZodArray) return schema.element
  return schema instanceof z.ZodRecord ? schema.valueType : undefined
}

function unwrapped(schema: unknown): unknown {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault) return unwrapped(schema.unwrap())
  if (schema instanceof z.ZodUnion)
    return schema.options.find((option) => option instanceof z.ZodObject || option instanceof z.ZodRecord)
  return schema
}

function soundSections(data: unknown): Partial<Written> {
  const given = z.record(z.string(), z.unknown()).safeParse(data).data ?? {}
  const sound = Object.entries(organisationSchema.shape).flatMap(([name, schema]) => {
    const checked = schema.safeParse(given[name])
    return checked.success ? [[name, checked.data]] : []
  })
  return Object.fromEntries(sound)
}

function inOrder(source: Source, problems: readonly Problem[]): Text[] {
  const placed = problems.map(({ path, key, what }) => ({ offset: offsetOf(source, path, key), what }))
  return placed
    .sort((a, b) => a.offset - b.offset)
    .map(({ offset, what }) => text('organisation.problem', { place: spellPlace(source, offset), what }))
}

function organisationOf({ audit, approvals, groups, workingHours, recovery, ...same }: Written): Organisation {
  return {
    ...same,
    audit,
    workingHours: { days: workingHours.days, fromMs: workingHours.from, toMs: workingHours.to },
    approvals: {
      remindAfterMs: approvals.remindAfter,
      escalateAfterMs: approvals.escalateAfter,
      expireAfterMs: approvals.expireAfter,
    },
    recovery: { password: recovery.password, mfaWindowMs: recovery.mfaWindow },
    groups: groups.map(({ longest, usual, title, ownerGroup, ...group }) => ({
      ...group,
      title,
      ownerGroup,
      longestMs: longest,
      usualMs: usual,
    })),
  }
}
