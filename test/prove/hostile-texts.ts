// Texts that are long and nearly match a regular expression, and how long it takes over the worst of them.
import type { AttackPattern } from 'recheck'

const repeated = (pump: string, length: number): string => pump.repeat(Math.ceil(length / pump.length)).slice(0, length)

/** The words that stand in the pattern, and its signs. */
function piecesOf(source: string): string[] {
  const words = source.match(/[\p{L}\p{N}_@ :<>=/-]{2,}/gu) ?? []
  const signs = source.replace(/\\./g, '').match(/[^\s\\\w(){}|]/gu) ?? []
  return [...new Set([...words.slice(0, 40), ...signs])]
}

const common = ['a', 'A', '0', ' ', '\n', '-', 'a ', '0 ', 'a.', 'a-', ' a', 'é', '\u0000']

/** Each of the pieces again and again, alone or behind another, and at the end something that fits nowhere. */
export function hostileTexts({ source }: RegExp, length: number): string[] {
  const pieces = piecesOf(source)
  const pumps = [...common, ...pieces, ...pieces.map((piece) => `${piece} `), ...pieces.map((piece) => `${piece}a`)]
  const [first = ''] = pieces
  const alone = pumps.map((pump) => `${repeated(pump, length - 1)}\u0001`)
  const behind = common.map((pump) => `${first}${repeated(pump, length - first.length - 1)}\u0001`)
  return [...alone, ...behind, ...common.map((pump) => repeated(pump, length))]
}

/** The attack that recheck found, as long as the text may be; also where it needs no more than part of it. */
export function attackTexts({ pumps, suffix }: AttackPattern, length: number): string[] {
  const fixed = pumps.reduce((sum, { prefix }) => sum + prefix.length, suffix.length)
  const room = Math.max(0, length - fixed) / pumps.length
  const texts = pumps.map(({ prefix, pump }) => `${prefix}${pump.repeat(Math.floor(room / pump.length))}`)
  return [`${texts.join('')}${suffix}`.slice(0, length)]
}

/** Nothing is to be learnt from more of them. */
const farTooLong = 2_000

/** Milliseconds for the text that takes longest, of two runs the better, and what the text is. */
export function worst(run: (text: string) => unknown, texts: readonly string[]): { ms: number; text: string } {
  const timed = (text: string): number => {
    // The thread's own time: that others compute meanwhile does not count.
    const before = process.threadCpuUsage()
    run(text)
    const { user, system } = process.threadCpuUsage(before)
    return (user + system) / 1000
  }
  let found = { ms: 0, text: '' }
  for (const text of texts) {
    const first = timed(text)
    const ms = first > found.ms ? Math.min(first, timed(text)) : first
    if (ms > found.ms) found = { ms, text: text.slice(0, 60) }
    if (ms > farTooLong) break
  }
  return found
}

/** As the program uses it: once, or for all places where it stands. */
export const runOf =
  (pattern: RegExp) =>
  (text: string): unknown =>
    pattern.flags.includes('g') ? text.replace(pattern, '') : pattern.exec(text)
