// What the router sees of a text: words, word pairs, pieces of words, and the ideas that the words stand for.
import { ideas } from './data/words.ts'

/** A sparse vector: positions and their values. */
export interface Vector {
  at: number[]
  value: number[]
}

const endings = ['ings', 'ing', 'edly', 'ed', 'ies', 'es', 's', 'ly']

/** A plain stemmer: enough that "locked" and "locks" meet; what it misses, the pieces of words catch. */
function stem(word: string): string {
  if (word.length < 5 || word.startsWith('_')) return word
  const ending = endings.find((end) => word.endsWith(end) && word.length - end.length >= 3)
  if (ending === undefined || (ending === 's' && word.endsWith('ss'))) return word
  const root = word.slice(0, -ending.length)
  return root.length > 3 && root.at(-1) === root.at(-2) && !root.endsWith('ll') && !root.endsWith('ss')
    ? root.slice(0, -1)
    : root
}

const pieces = (word: string): string[] => {
  const padded = `^${word}$`
  const found: string[] = []
  for (const size of [3, 4])
    for (let i = 0; i + size <= padded.length; i += 1) found.push(`#${padded.slice(i, i + size)}`)
  return found
}

const pairs = (stems: readonly string[]): string[] => {
  const edged = ['<', ...stems, '>']
  const found: string[] = []
  edged.forEach((left, i) => {
    const next = edged[i + 1]
    const afterNext = edged[i + 2]
    if (next !== undefined) found.push(`${left} ${next}`)
    // Between the two edges stands any single word at all: that says nothing.
    if (afterNext !== undefined && edged.length > 3) found.push(`${left} * ${afterNext}`)
  })
  return found
}

export const ideasOf = (words: readonly string[]): string[] =>
  [...new Set(words.flatMap((word) => ideas.get(word) ?? ideas.get(stem(word)) ?? []))].sort()

function ideaFeatures(words: readonly string[]): string[] {
  const found = ideasOf(words)
  const both = found.flatMap((left, i) => found.slice(i + 1).map((right) => `${left}&${right}`))
  return [...found, ...both].map((idea) => `=${idea}`)
}

/** Each block counts as a whole, so that a long word's many pieces do not outvote its meaning. */
const blocks = (words: readonly string[]): [number, string[]][] => {
  const stems = words.map(stem)
  return [
    [1, stems],
    [0.8, pairs(stems)],
    [0.6, words.flatMap((word) => (word.startsWith('_') ? [] : pieces(word)))],
    [0.8, ideaFeatures(words)],
  ]
}

/** Positions of features; grows while learning, afterwards unknown features are left out. */
export function createVectors(): {
  learn(words: readonly string[]): Vector
  of(words: readonly string[]): Vector
  size(): number
} {
  const positions = new Map<string, number>()
  const vector = (words: readonly string[], grow: boolean): Vector => {
    const made: Vector = { at: [], value: [] }
    for (const [weight, features] of blocks(words)) {
      const counts = new Map<number, number>()
      for (const feature of features) {
        let position = positions.get(feature)
        if (position === undefined && grow) {
          position = positions.size
          positions.set(feature, position)
        }
        if (position !== undefined) counts.set(position, (counts.get(position) ?? 0) + 1)
      }
      let squares = 0
      for (const count of counts.values()) squares += count * count
      const scale = squares === 0 ? 0 : weight / Math.sqrt(squares)
      for (const [position, count] of counts) {
        made.at.push(position)
        made.value.push(count * scale)
      }
    }
    return made
  }
  return { learn: (words) => vector(words, true), of: (words) => vector(words, false), size: () => positions.size }
}
