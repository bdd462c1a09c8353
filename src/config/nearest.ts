// The known name that a mistyped one most likely means, for "did you mean".

/** Compared without case; undefined when nothing is near enough to be meant. */
export function findNearest(typed: string, known: readonly string[]): string | undefined {
  const word = typed.slice(0, 80).toLowerCase()
  const allowed = Math.min(4, Math.max(1, Math.floor(word.length / 3)))
  let best: { name: string; distance: number } | undefined
  for (const name of known) {
    const distance = distanceBetween(word, name.toLowerCase())
    if (distance <= allowed && distance < (best?.distance ?? Number.POSITIVE_INFINITY)) best = { name, distance }
  }
  return best?.name
}

/** Letters added, dropped, replaced, or swapped with their neighbour (optimal string alignment). */
function distanceBetween(a: string, b: string): number {
  let beforeLast: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, column) => column)
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row]
    for (let column = 1; column <= b.length; column += 1) {
      const same = a[row - 1] === b[column - 1]
      const choices = [
        (last[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (same ? 0 : 1),
      ]
      const isSwap = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]
      if (isSwap) choices.push((beforeLast[column - 2] ?? 0) + 1)
      current.push(Math.min(...choices))
    }
    beforeLast = last
    last = current
  }
  return last[b.length] ?? a.length
}
