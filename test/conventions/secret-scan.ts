// Looks for secrets in texts, and in everything that a git repository ever held: files, messages, and what was removed again.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { lintSource } from '@secretlint/core'
import { creator as recommended } from '@secretlint/secretlint-rule-preset-recommend'
import { isInvented, kinds } from './secret-kinds.ts'

export interface Source {
  /** Where a reader finds it. */
  name: string
  text: string
}

export interface Found {
  where: string
  kind: string
  value: string
}

/** So many characters are looked at in one go: each go takes a while to begin. */
const batchSize = 2_000_000
const config = { rules: [{ id: 'recommended', rule: recommended, options: {} }] }

/** Every secret in them that is not on the list of invented ones, once for each place. */
export async function secretsIn(sources: readonly Source[]): Promise<Found[]> {
  const found: Found[] = []
  for (const batch of batches(sources)) found.push(...(await secretsOf(batch)))
  const distinct = new Map(found.map((one) => [`${one.where} ${one.value}`, one]))
  return [...distinct.values()].filter(({ value }) => !isInvented(value))
}

function batches(sources: readonly Source[]): Source[][] {
  const all: Source[][] = [[]]
  let size = 0
  for (const source of sources) {
    if (size > batchSize) {
      all.push([])
      size = 0
    }
    all.at(-1)?.push(source)
    size += source.text.length
  }
  return all
}

async function secretsOf(batch: readonly Source[]): Promise<Found[]> {
  // Nothing that is looked at may say that it is not to be looked at; lengths stay as they are.
  const content = batch.map(({ text: one }) => one.replaceAll('secretlint-', 'secretlint.')).join('\n\n')
  const starts = startsOf(batch)
  const placeOf = (offset: number): string => {
    const index = starts.findLastIndex((start) => start <= offset)
    const line = content.slice(starts[index], offset).split('\n').length
    return `${batch[index]?.name ?? ''}:${line}`
  }
  const source = { content, filePath: 'sources.txt', ext: '.txt', contentType: 'text' } as const
  const { messages } = await lintSource({ source, options: { config, noPhysicFilePath: true } })
  return [
    ...messages.map(({ range: [start, end], messageId }) => ({
      where: placeOf(start),
      kind: messageId,
      value: content.slice(start, end).replace(/[)'"`,;]+$/, ''),
    })),
    ...kinds.flatMap(({ name, pattern }) =>
      [...content.matchAll(pattern)].map(({ index, groups = {} }) => ({
        where: placeOf(index),
        kind: name,
        value: groups.value ?? '',
      })),
    ),
  ]
}

/** Where each begins when they stand behind one another, two ends of a line apart. */
function startsOf(batch: readonly Source[]): number[] {
  let next = 0
  return batch.map(({ text: one }) => {
    const start = next
    next += one.length + 2
    return start
  })
}

/** What git prints; fails when it fails. */
async function git(folder: string, words: readonly string[], input = ''): Promise<string> {
  const child = spawn('git', words, { cwd: folder, stdio: ['pipe', 'pipe', 'pipe'] })
  const ended = once(child, 'close')
  // One that ends without reading says why itself.
  child.stdin.on('error', () => {})
  child.stdin.end(input)
  // One character a byte: lengths are git's own, and a secret is ASCII.
  const [out, complaint] = await Promise.all([text(child.stdout.setEncoding('latin1')), text(child.stderr), ended])
  if (child.exitCode !== 0) throw new Error(`git ${words[0]}: ${complaint.trim()}`)
  return out
}

/** Whether only the newest part of the history is here. */
export const isShallow = async (folder: string): Promise<boolean> =>
  (await git(folder, ['rev-parse', '--is-shallow-repository'])).trim() !== 'false'

/** Every object that any branch, tag or note leads to: files in each version they had, messages of commits and of tags. */
export async function historyOf(folder: string): Promise<Source[]> {
  const listed = (await git(folder, ['rev-list', '--objects', '--all'])).trim().split('\n')
  const names = new Map(listed.map((line) => [line.slice(0, 40), line.slice(41)]))
  const tags = (await git(folder, ['for-each-ref', '--format=%(objectname) %(refname)'])).trim().split('\n')
  for (const line of tags) if (!names.has(line.slice(0, 40))) names.set(line.slice(0, 40), line.slice(41))
  const wanted = [...names.keys()].map((id) => `${id}\n`).join('')
  return objectsIn(await git(folder, ['cat-file', '--batch'], wanted)).map(({ id, kind, text: one }) => ({
    name: `${id.slice(0, 12)} ${kind === 'blob' ? (names.get(id) ?? '') : kind}`,
    text: one,
  }))
}

/** The answer of `cat-file --batch`: for each object one line with its kind and length, the object, and the end of a line. */
function objectsIn(answer: string): { id: string; kind: string; text: string }[] {
  const objects = []
  for (let at = 0; at < answer.length; ) {
    const end = answer.indexOf('\n', at)
    const [id = '', kind = '', length = ''] = answer.slice(at, end).split(' ')
    if (!/^\d+$/.test(length)) throw new Error(`git cat-file: ${answer.slice(at, end)}`)
    const next = end + 1 + Number(length)
    if (kind !== 'tree') objects.push({ id, kind, text: answer.slice(end + 1, next) })
    at = next + 1
  }
  return objects
}
