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

/** Milliseconds for the text that takes longest, of two runs the better, and what the text is. */
export function worst(run: (text: string) => unknown, texts: readonly string[]): { ms: number; text: string } {
  const timed = (text: string): number => {
    const before = performance.now()
    run(text)
    return performance.now() - before
  }
  return texts
    .map((text) => ({ text: text.slice(0, 60), ms: Math.min(timed(text), timed(text)) }))
    .reduce((a, b) => (b.ms > a.ms ? b : a), { ms: 0, text: '' })
}

/** As the program uses it: once, or for all places where it stands. */
export const runOf =
  (pattern: RegExp) =>
  (text: string): unknown =>
    pattern.flags.includes('g') ? text.replace(pattern, '') : pattern.exec(text)
