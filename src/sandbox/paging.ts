// Pages, sorting and field selection as v1 and v2 do them: ten by default, a hundred at most, space or comma.
import { fieldOf, textOf } from './filters.ts'
import { badRequest } from './route.ts'

type Item = object

const separators = { v1: ' ', v2: ',' } as const

/** One page of `items`; `totalCount` counts what matched before the page was cut. */
export function page<T extends Item>(
  items: T[],
  options: { api: 'v1' | 'v2'; query: URLSearchParams; body?: Record<string, unknown> },
): { results: T[]; totalCount: number } {
  const given = (name: string) => options.query.get(name) ?? options.body?.[name]
  const limit = whole(given('limit'), 10, 'limit')
  // The genuine sentence (JumpCloud API, "Paging"); clients match on it.
  if (limit > 100) badRequest('request parameter "limit" exceeds maximum value of 100')
  const skip = whole(given('skip'), 0, 'skip')
  const sorted = sort(items, words(given('sort'), separators[options.api]))
  return { results: sorted.slice(skip, skip + limit), totalCount: items.length }
}

function whole(value: unknown, otherwise: number, name: string): number {
  if (value === undefined || value === null || value === '') return otherwise
  const number = Number(value)
  return Number.isInteger(number) && number >= 0 ? number : badRequest(`request parameter "${name}" is not a number`)
}

const words = (value: unknown, separator: string): string[] =>
  typeof value === 'string' ? value.split(separator).filter((word) => word !== '') : []

/** By the named fields in turn; an unknown field (a wrong separator makes one) leaves the order as it is. */
function sort<T extends Item>(items: T[], by: string[]): T[] {
  return items.toSorted((a, b) => {
    for (const key of by) {
      const field = key.replace(/^-/, '')
      const order = compare(textOf(fieldOf(a, field)), textOf(fieldOf(b, field)))
      if (order !== 0) return key.startsWith('-') ? -order : order
    }
    return 0
  })
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** Only the fields asked for, and always the id. */
export function select(item: Item, fields: unknown, api: 'v1' | 'v2'): Record<string, unknown> {
  const wanted = words(fields, separators[api])
  const all = Object.entries(item)
  if (wanted.length === 0) return Object.fromEntries(all)
  const kept = new Set([...wanted, '_id', 'id'])
  return Object.fromEntries(all.filter(([name]) => kept.has(name)))
}
