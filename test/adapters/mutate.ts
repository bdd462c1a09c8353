// A body with one thing changed: a value of another kind, a bit, a key more or less.
import fc from 'fast-check'

type Fields = Record<string, unknown>
type Path = (string | number)[]

const pathsOf = (value: unknown, path: Path = []): Path[] => {
  if (typeof value !== 'object' || value === null) return [path]
  const inside = Object.entries(value).flatMap(([key, part]) =>
    pathsOf(part, [...path, Array.isArray(value) ? Number(key) : key]),
  )
  return path.length === 0 ? inside : [path, ...inside]
}

/** A copy in which what stands at the path is another value, or gone. */
function changed(value: unknown, path: Path, change: (part: unknown) => unknown): unknown {
  const [key, ...rest] = path
  if (key === undefined) return change(value)
  if (Array.isArray(value)) return value.map((part, place) => (place === key ? changed(part, rest, change) : part))
  const whole: Fields = { ...(value as Fields) }
  return { ...whole, [key]: changed(whole[key], rest, change) }
}

const flipped = (part: unknown, at: number, bit: number): unknown => {
  if (typeof part !== 'string' || part === '') return null
  const place = at % part.length
  return `${part.slice(0, place)}${String.fromCharCode(part.charCodeAt(place) ^ (1 << bit))}${part.slice(place + 1)}`
}

/** What can stand in a place of JSON where something else is expected. */
export const oddValue = fc.oneof(
  fc.constantFrom(null, true, 0, -1, 1e308, '', ' ', [], {}, [[]], '__proto__', { __proto__: null, constructor: {} }),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.json({ maxDepth: 3 }).map((json) => JSON.parse(json) as unknown),
)

const changes = fc.oneof(
  oddValue.map((odd) => () => odd),
  fc.constant(() => undefined),
  fc.tuple(fc.nat(300), fc.nat(15)).map(
    ([at, bit]) =>
      (part: unknown) =>
        flipped(part, at, bit),
  ),
  fc
    .tuple(
      fc.constantFrom(
        'press',
        'submit',
        'choice',
        'close',
        '__proto__',
        'constructor',
        'toString',
        'field-x',
        'skill',
        'target',
      ),
      oddValue,
    )
    .map(([key, odd]) => (part: unknown) => ({ ...(typeof part === 'object' ? part : {}), [key]: odd })),
  fc.nat(3).map((times) => (part: unknown) => Array.from({ length: times }, () => part)),
)

/** Any of the honest bodies, changed in one place. */
export const mutantsOf = (honest: readonly Fields[]): fc.Arbitrary<unknown> =>
  fc
    .constantFrom(...honest)
    .chain((body) =>
      fc.tuple(fc.constantFrom(...pathsOf(body)), changes).map(([path, change]) => changed(body, path, change)),
    )
