// Every regular expression of the program is linear, or quick on the longest text that can reach it (security.md, T-H5).
import { checkSync, type Diagnostics } from 'recheck'
import { beforeAll, describe, expect, test } from 'vitest'
import { incoming } from '../../src/adapter.ts'
import { redact } from '../../src/conversation/redact.ts'
import { normalise } from '../../src/conversation/router/normalise.ts'
import { findOtherPerson } from '../../src/conversation/slot-person.ts'
import { findReason } from '../../src/conversation/slot-reason.ts'
import { anything, type Bounded, bounded, dynamic, product, recorded, trusted } from '../conventions/pattern-list.ts'
import { type Found, patternsIn } from '../conventions/patterns.ts'
import { files, read } from '../conventions/source.ts'
import { attackTexts, hostileTexts, runOf, worst } from './hostile-texts.ts'

type Known = Found & { pattern: RegExp }

/** What `/healthz` may take at most, with everything else that happens. */
const mostMs = 200

const isUnder = (found: Found, one: { under: string; begins?: string }): boolean =>
  found.file.startsWith(one.under) && found.code.startsWith(one.begins ?? '')
const boundOf = (found: Found): Bounded | undefined => bounded.find((one) => isUnder(found, one))

const isTrusted = (found: Found): boolean => trusted.some((one) => isUnder(found, one))

/** What must be safe is looked at to the end; of what is measured anyway, or need not be safe, only an attack is wanted. */
const timeout = (found: Found): number => (isTrusted(found) ? 1_000 : boundOf(found) ? 1_500 : 90_000)

const verdictOn = (found: Known): Diagnostics =>
  checkSync(found.pattern.source, found.pattern.flags, { timeout: timeout(found) })

const place = ({ file, line, pattern }: Known): string => `${file}:${line} ${pattern}`.slice(0, 200)

function complaintAbout(found: Known, verdict: Diagnostics): string | undefined {
  if (verdict.status === 'safe' && verdict.checker === 'automaton') return undefined
  if (isTrusted(found)) return undefined
  const bound = boundOf(found)
  // No length is short enough for an exponential one, and to measure it would never end.
  const isHopeless = verdict.status === 'vulnerable' && verdict.complexity.type === 'exponential'
  if (isHopeless || (verdict.status !== 'safe' && bound === undefined)) {
    const why = verdict.status === 'vulnerable' ? verdict.attack.pattern : 'not decided'
    return `${place(found)} is ${verdict.status}: ${why}`
  }
  const longest = bound?.longest ?? anything
  const attack = verdict.status === 'vulnerable' ? attackTexts(verdict.attack, longest) : []
  const { ms, text } = worst(runOf(found.pattern), [...hostileTexts(found.pattern, longest), ...attack])
  return ms > mostMs
    ? `${place(found)} takes ${Math.round(ms)} ms over ${longest} of ${JSON.stringify(text)}`
    : undefined
}

describe('every regular expression of the program', () => {
  let known: Known[]
  const attacks: string[] = []

  beforeAll(async () => {
    const sources = Object.fromEntries(files(product).map((file) => [file, read(file)]))
    const found = patternsIn(sources)
    known = found.filter((one): one is Known => one.pattern !== undefined)
    for (const one of dynamic) {
      const at = found.find(({ file, code }) => file === one.file && code.startsWith(one.begins))
      const patterns = await recorded(one)
      if (one.make !== undefined && patterns.length === 0) throw new Error(`${one.file} made no pattern`)
      known.push(...patterns.map((pattern) => ({ file: one.file, line: at?.line ?? 0, code: one.begins, pattern })))
    }
  })

  test('is found: more than four hundred', () => {
    expect(known.length).toBeGreaterThan(420)
    expect(new Set(known.map(({ file }) => file)).size).toBeGreaterThan(120)
  })

  test('is linear, or quick on the longest text that can reach it', () => {
    const once = [...new Map(known.map((found) => [`${found.file} ${found.pattern}`, found])).values()]
    const verdicts = new Map<string, Diagnostics>()
    const complaints = once.map((found) => {
      const same = `${timeout(found)} ${found.pattern}`
      const verdict = verdicts.get(same) ?? verdictOn(found)
      verdicts.set(same, verdict)
      if (verdict.status === 'vulnerable') attacks.push(...attackTexts(verdict.attack, 4000))
      return complaintAbout(found, verdict)
    })
    const counted = Object.groupBy(verdicts.values(), ({ status, checker }) => `${status} (${checker ?? 'none'})`)
    for (const [what, those = []] of Object.entries(counted))
      process.stdout.write(`patterns: ${those.length} ${what}\n`)
    expect(complaints.filter((complaint) => complaint !== undefined)).toEqual([])
  })

  test('no message and no field of a form is longer than the list says', () => {
    const from = { eventId: 'e', account: { platform: 'slack', tenant: 'T1', user: 'U1' } }
    const message = (length: number) => ({ kind: 'message', ...from, text: 'a'.repeat(length), mentions: [] })
    const form = (length: number) => ({ kind: 'submit', ...from, handle: 'h', values: { reason: 'a'.repeat(length) } })
    const longest = bounded.find(({ under }) => under === 'src/conversation/')?.longest ?? 0
    for (const made of [message, form]) {
      expect(incoming.safeParse(made(longest)).error).toBeUndefined()
      expect(incoming.safeParse(made(longest + 1)).success).toBe(false)
    }
  })

  test('all that is done with the words of a message takes a moment, whatever they are', () => {
    const take = (text: string): void => {
      redact(text)
      normalise(text)
      findReason(text)
      findOtherPerson(text, [])
    }
    const texts = known
      .filter(({ file }) => file.startsWith('src/conversation/'))
      .flatMap(({ pattern }) => hostileTexts(pattern, 4000))
    const { ms, text } = worst(take, [...new Set([...texts, ...attacks])])
    process.stdout.write(`patterns: the worst message takes ${ms.toFixed(1)} ms\n`)
    expect(ms, text).toBeLessThan(mostMs)
  })
})

test('a planted pattern that is not linear is found', () => {
  const source = String.raw`
    export const nested = (text: string) => /^(a+)+$/.test(text)
    export const trailing = (text: string) => text.replace(/\s+$/, '')
    export const made = new RegExp(String.raw${'`'}(?:\w|\d)*;$${'`'})
  `
  const planted = patternsIn({ 'src/web/planted.ts': source }).filter((one): one is Known => one.pattern !== undefined)
  expect(planted.map(({ line }) => line)).toEqual([2, 3, 4])
  for (const found of planted) {
    const verdict = verdictOn(found)
    expect(verdict.status).toBe('vulnerable')
    expect(complaintAbout(found, verdict)).toMatch(/^src\/web\/planted\.ts:\d .* is vulnerable/)
  }
  // On the list of those with a bound a quadratic one may be quick enough; an exponential one never is.
  const listed = planted.map((found) => ({ ...found, file: 'src/conversation/planted.ts' }))
  expect(listed.map((found) => complaintAbout(found, verdictOn(found)))).toEqual([
    expect.stringContaining('is vulnerable'),
    undefined,
    expect.stringContaining('is vulnerable'),
  ])
})
