// Turns what the schema found into problems: where it stands and, in words, what cures it.
import type { z } from 'zod'
import { findNearest } from '../config/nearest.ts'
import type { ConfigWord } from '../config/problems.ts'
import { configWords } from '../words/en/config.ts'
import { type Text, type TextValue, text } from '../words/text.ts'
import { type Path, spellPath } from './place.ts'

type Issue = z.core.$ZodIssue

/** One problem; with `key`, of that key itself rather than of the value at `path`. */
export interface Problem {
  path: Path
  key?: string
  /** The key that an unknown one most likely stands for. */
  meant?: string
  what: Text
}

export const problem = (path: Path, key: ConfigWord, values: Record<string, TextValue> = {}): Problem => ({
  path,
  what: text(key, { path: spellPath(path), ...values }),
})

/** `data` is what was read; it is looked at, and never shown, because people's names stand in it. */
export function problemsOf(issue: Issue, data: unknown, knownKeys: (path: Path) => string[]): Problem[] {
  const { path } = issue
  const value = valueAt(data, path)
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey(path, key, knownKeys(path)))
  if (issue.code === 'invalid_union') {
    const meant = issue.errors.find((branch) => !branch.some(isOtherKind))
    if (meant)
      return meant.flatMap((inner) => problemsOf({ ...inner, path: [...path, ...inner.path] }, data, knownKeys))
  }
  if (value === undefined && path.length > 0) return [problem(path, 'organisation.missing')]
  return [{ path, ...(issue.code === 'invalid_key' && keyOf(path)), what: said(issue, value) }]
}

export function unknownKey(path: Path, key: string, known: readonly string[]): Problem {
  const suggestion = findNearest(key, known)
  const spelt = spellPath([...path, key])
  const what = suggestion
    ? text('organisation.unknown-key-near', { path: spelt, suggestion })
    : text('organisation.unknown-key', { path: spelt })
  return { path, key, ...(suggestion !== undefined && { meant: suggestion }), what }
}

/** The branch of a choice that the writer did not mean: a word where a list stands, or the other way round. */
const isOtherKind = (issue: Issue): boolean =>
  issue.path.length === 0 && (issue.code === 'invalid_type' || issue.code === 'invalid_value')

const keyOf = (path: Path): { path: Path; key: string } => ({ path: path.slice(0, -1), key: String(path.at(-1)) })

function said(issue: Issue, value: unknown): Text {
  const path = spellPath(issue.path)
  const message = issue.code === 'invalid_key' ? (issue.issues[0]?.message ?? issue.message) : issue.message
  if (isWord(message)) return text(message, { path, options: roleOptions, ...bounds(issue) })
  switch (issue.code) {
    case 'invalid_type':
      if (issue.path.length === 0) return text('organisation.not-a-map')
      return text('organisation.wrong-type', {
        path,
        expected: text(kinds[issue.expected] ?? 'organisation.kind-string'),
      })
    case 'invalid_value':
      return option(path, issue.values.map(String), value)
    case 'too_big':
      return text('organisation.too-many', { path, limit: String(issue.maximum) })
    case 'too_small':
      return text('organisation.too-few', { path, limit: String(issue.minimum) })
    default:
      return text('organisation.not-valid', { path })
  }
}

const roleOptions = 'manager, owner, it, hr, security, admin'

function option(path: string, options: readonly string[], value: unknown): Text {
  const written = typeof value === 'string' ? value : ''
  if (written.toLowerCase() === 'self') return text('organisation.self-approval', { path })
  const suggestion = findNearest(written, options)
  const values = { path, options: options.join(', ') }
  return suggestion ? text('organisation.option-near', { ...values, suggestion }) : text('organisation.option', values)
}

const kinds: Partial<Record<string, ConfigWord>> = {
  boolean: 'organisation.kind-boolean',
  number: 'organisation.kind-number',
  int: 'organisation.kind-number',
  array: 'organisation.kind-array',
  object: 'organisation.kind-object',
  record: 'organisation.kind-object',
}

const isWord = (message: string): message is ConfigWord => message in configWords

/** The bounds of a duration, as the schema wrote them. */
const bounds = (issue: Issue): Record<string, string> =>
  issue.code === 'custom' && issue.params
    ? Object.fromEntries(Object.entries(issue.params).map(([k, v]) => [k, String(v)]))
    : {}

const valueAt = (data: unknown, path: Path): unknown =>
  path.reduce<unknown>(
    (held, segment) => (isRecord(held) && Object.hasOwn(held, segment) ? held[segment] : undefined),
    data,
  )

const isRecord = (value: unknown): value is Record<PropertyKey, unknown> => typeof value === 'object' && value !== null
