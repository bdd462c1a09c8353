// Where in the file a setting stands: from its path in the data to line and column.
import { type Document, isAlias, isMap, isNode, isScalar, isSeq, type LineCounter, type Node, type Pair } from 'yaml'

export type Path = readonly PropertyKey[]

export interface Source {
  fileName: string
  document: Document.Parsed
  lines: LineCounter
}

/** Where the value begins (or, with `key`, the key itself); the nearest enclosing key when it is missing. */
export function offsetOf(source: Source, path: Path, key?: string): number {
  let node: unknown = source.document.contents
  let offset = startOf(node) ?? 0
  for (const [depth, segment] of path.entries()) {
    const found = child(source, node, segment)
    if (!found) return offset
    const isLast = depth === path.length - 1
    // A missing setting is shown at the key of the group that lacks it, a wrong one at its value.
    offset = (isLast ? startOf(found.value) : undefined) ?? startOf(found.key) ?? startOf(found.value) ?? offset
    node = found.value
  }
  const named = key === undefined ? undefined : child(source, node, key)
  return startOf(named?.key) ?? offset
}

/** The path as people read it: `groups[2].usual`. */
export const spellPath = (path: Path): string =>
  path
    .map((segment, index) =>
      typeof segment === 'number' ? `[${segment}]` : `${index > 0 ? '.' : ''}${String(segment)}`,
    )
    .join('')

/** Every key of the file with the path of the map it stands in. */
export function* keysIn(node: unknown, path: Path = []): Generator<{ path: Path; key: string }> {
  if (isMap(node))
    for (const pair of node.items) {
      const key = keyOf(pair)
      yield { path, key }
      yield* keysIn(pair.value, [...path, key])
    }
  if (isSeq(node)) for (const [index, item] of node.items.entries()) yield* keysIn(item, [...path, index])
}

const keyOf = (pair: Pair): string => String(isScalar(pair.key) ? pair.key.value : pair.key)

function child(source: Source, node: unknown, segment: PropertyKey): { key: unknown; value: unknown } | undefined {
  const held = isAlias(node) ? node.resolve(source.document) : node
  if (isSeq(held)) return { key: undefined, value: held.items[Number(segment)] }
  return isMap(held) ? held.items.find((pair) => keyOf(pair) === segment) : undefined
}

const startOf = (node: unknown): number | undefined => (isNode(node) ? (node as Node).range?.[0] : undefined)

/** `file:line:column`, as editors and terminals open it. */
export function spellPlace({ fileName, lines }: Omit<Source, 'document'>, offset: number): string {
  const { line, col } = lines.linePos(offset)
  return `${fileName}:${Math.max(line, 1)}:${Math.max(col, 1)}`
}
