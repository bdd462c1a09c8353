// Two texts line by line: what was taken out, what was put in, and which lines stayed.

export interface Line {
  kind: 'same' | 'out' | 'in'
  /** Of the text that it stands in; of the first one where it stands in both. */
  line: string
  /** The same line of the second text, where the two are only alike. */
  other?: string
}

/** Beyond this many pairs of lines the part between is shown as wholly exchanged. */
const mostPairs = 4_000_000

/** `keyOf` says which lines count as the same. */
export function difference(before: string, after: string, keyOf = (line: string): string => line): Line[] {
  const [a, b] = [linesOf(before), linesOf(after)]
  const [ka, kb] = [a.map(keyOf), b.map(keyOf)]
  let start = 0
  while (start < a.length && start < b.length && ka[start] === kb[start]) start += 1
  let end = 0
  while (end < Math.min(a.length, b.length) - start && ka[a.length - 1 - end] === kb[b.length - 1 - end]) end += 1
  const same = (from: number, to: number, shift: number): Line[] =>
    a.slice(from, to).map((line, index) => ({ kind: 'same', line, other: b[from + index + shift] ?? line }))
  const middle = between(
    { lines: a.slice(start, a.length - end), keys: ka.slice(start, a.length - end) },
    { lines: b.slice(start, b.length - end), keys: kb.slice(start, b.length - end) },
  )
  return [...same(0, start, 0), ...middle, ...same(a.length - end, a.length, b.length - a.length)]
}

interface Part {
  lines: readonly string[]
  keys: readonly string[]
}

/** By the longest common subsequence. */
function between(a: Part, b: Part): Line[] {
  const [rows, columns] = [a.lines.length, b.lines.length]
  const out = (index: number): Line => ({ kind: 'out', line: a.lines[index] ?? '' })
  const into = (index: number): Line => ({ kind: 'in', line: b.lines[index] ?? '' })
  if (rows * columns > mostPairs) return [...a.lines.map((_, i) => out(i)), ...b.lines.map((_, i) => into(i))]
  const width = columns + 1
  const longest = new Uint32Array((rows + 1) * width)
  const at = (i: number, j: number): number => longest[i * width + j] ?? 0
  for (let i = rows - 1; i >= 0; i -= 1)
    for (let j = columns - 1; j >= 0; j -= 1)
      longest[i * width + j] = a.keys[i] === b.keys[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1))
  const found: Line[] = []
  let [i, j] = [0, 0]
  while (i < rows || j < columns) {
    if (i < rows && j < columns && a.keys[i] === b.keys[j]) {
      found.push({ kind: 'same', line: a.lines[i] ?? '', other: b.lines[j] ?? '' })
      i += 1
      j += 1
    } else if (j >= columns || (i < rows && at(i + 1, j) >= at(i, j + 1))) found.push(out(i++))
    else found.push(into(j++))
  }
  return found
}

const linesOf = (text: string): string[] => (text === '' ? [] : text.replace(/\n$/, '').split('\n'))

/** What changed, with the nearest lines around it, as people know it: `-` out, `+` in. */
export function shownDifference(before: string, after: string, around = 1): string[] {
  const lines = difference(before, after)
  const isNear = (index: number): boolean =>
    lines.slice(Math.max(0, index - around), index + around + 1).some(({ kind }) => kind !== 'same')
  const mark = { same: ' ', out: '-', in: '+' }
  return lines.flatMap(({ kind, line }, index) => {
    if (isNear(index)) return [`${mark[kind]} ${line}`]
    return index > 0 && isNear(index - 1) ? ['  …'] : []
  })
}
