// Repairs typing errors against the words the router has learnt, by looking up what remains when letters are left out.

const shortest = 4
const twoErrorsFrom = 8

/** The word itself and everything that remains when up to `errors` letters are left out. */
function* shortened(word: string, errors: number): Generator<string> {
  yield word
  if (errors === 0) return
  for (let i = 0; i < word.length; i += 1) yield* shortened(word.slice(0, i) + word.slice(i + 1), errors - 1)
}

const allowedErrors = (word: string): number => (word.length >= twoErrorsFrom ? 2 : 1)

/** Optimal string alignment: insertions, deletions, substitutions and neighbours exchanged count one each. */
export function distance(a: string, b: string): number {
  let before: number[] = []
  let row = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i]
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1
      let least = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + same)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        least = Math.min(least, (before[j - 2] ?? 0) + 1)
      next.push(least)
    }
    before = row
    row = next
  }
  return row[b.length] ?? 0
}

/** The first letter is hardly ever mistyped but exchanged with the second; "clock" must not become "lock". */
const startsAlike = (word: string, other: string): boolean =>
  word[0] === other[0] || (word[0] === other[1] && word[1] === other[0])

export function createRepair(counts: ReadonlyMap<string, number>): (word: string) => string {
  const byRest = new Map<string, string[]>()
  const targets = [...counts.keys()].filter((word) => word.length >= shortest && /^\p{L}+$/u.test(word)).sort()
  for (const word of targets) {
    for (const rest of new Set(shortened(word, allowedErrors(word)))) {
      const words = byRest.get(rest)
      if (words) words.push(word)
      else byRest.set(rest, [word])
    }
  }
  return (word) => {
    if (word.length < shortest || word.length > 24 || counts.has(word) || !/^\p{L}+$/u.test(word)) return word
    const errors = allowedErrors(word)
    let best = word
    let bestScore = Number.POSITIVE_INFINITY
    for (const rest of new Set(shortened(word, errors))) {
      for (const target of byRest.get(rest) ?? []) {
        if (!startsAlike(word, target)) continue
        const away = distance(word, target)
        // Nearer first, then the more frequent word.
        const score = away - Math.min(counts.get(target) ?? 0, 900) / 1000
        if (away <= errors && score < bestScore) {
          best = target
          bestScore = score
        }
      }
    }
    return best
  }
}
