// JumpCloud's three filter languages: v1 `field:$op:value`, v2 `field:op:value`, Insights `search_term`.
import { badRequest, objectOf } from './route.ts'

export type Matches = (item: object) => boolean

/** A field by its name, with dots for what lies deeper. */
export function fieldOf(item: object, path: string): unknown {
  let value: unknown = item
  for (const part of path.split('.')) value = objectOf(value)[part]
  return value
}

export const textOf = (value: unknown): string => (value === undefined || value === null ? '' : String(value))

type Operator = (held: string, wanted: string[]) => boolean

const first = (wanted: string[]): string => wanted[0] ?? ''

/** Comparison is by case everywhere: `Ann@…` is not `ann@…`. */
const comparisons = {
  eq: (held, wanted) => held === first(wanted),
  ne: (held, wanted) => held !== first(wanted),
  gt: (held, wanted) => held > first(wanted),
  lt: (held, wanted) => held < first(wanted),
  in: (held, wanted) => wanted.includes(held),
} satisfies Record<string, Operator>

const v1Operators: Record<string, Operator> = {
  $eq: comparisons.eq,
  $ne: comparisons.ne,
  $in: comparisons.in,
  $nin: (held, wanted) => !wanted.includes(held),
  $gt: comparisons.gt,
  $gte: (held, wanted) => held >= first(wanted),
  $lt: comparisons.lt,
  $lte: (held, wanted) => held <= first(wanted),
  $sw: (held, wanted) => held.startsWith(first(wanted)),
}

/**
 * One v1 term. Without the `$` JumpCloud promises nothing ("undefined behavior"); the sandbox does the worst it
 * can do: it forgets the term and everybody matches.
 */
export function v1Term(term: string): Matches {
  const [, field = '', name = '', value = ''] = /^([^:]+):([^:]*):(.*)$/s.exec(term) ?? []
  if (!name.startsWith('$')) return () => true
  const operator = v1Operators[name] ?? badRequest(`unknown filter operator "${name}"`)
  const wanted = unescapedParts(value)
  return (item) => operator(textOf(fieldOf(item, field)), wanted)
}

/** Splits at `|`, unless escaped. */
const unescapedParts = (value: string): string[] => value.split(/(?<!\\)\|/).map((part) => part.replaceAll('\\|', '|'))

/** `filter=…`, `filter[0]=…`, `filter[and][0]=…` must all match; of `filter[or][0]=…` one must. */
export function v1QueryFilter(query: URLSearchParams): Matches {
  const all: Matches[] = []
  const any: Matches[] = []
  for (const [name, value] of query) {
    if (/^filter(\[and\])?(\[\d*\])?$/.test(name)) all.push(v1Term(value))
    else if (/^filter\[or\](\[\d*\])?$/.test(name)) any.push(v1Term(value))
  }
  return both(all, any)
}

/** The `filter` of POST /search/systemusers: a list (all must match) or `{ and: […] }` / `{ or: […] }`. */
export function v1BodyFilter(filter: unknown): Matches {
  const terms = (list: unknown): Matches[] => (Array.isArray(list) ? list.map(v1BodyTerm) : [])
  if (Array.isArray(filter)) return both(terms(filter), [])
  const { and, or } = objectOf(filter)
  return both(terms(and), terms(or))
}

function v1BodyTerm(term: unknown): Matches {
  if (typeof term === 'string') return v1Term(term)
  const entries = Object.entries(objectOf(term))
  if (entries.some(([, value]) => typeof value === 'object' && value !== null)) badRequest('unsupported filter value')
  return (item) => entries.every(([field, value]) => textOf(fieldOf(item, field)) === textOf(value))
}

const both =
  (all: Matches[], any: Matches[]): Matches =>
  (item) =>
    all.every((matches) => matches(item)) && (any.length === 0 || any.some((matches) => matches(item)))

const v2Operators: Record<string, Operator> = {
  eq: (held, wanted) => wildcard(first(wanted)).test(held),
  ne: (held, wanted) => !wildcard(first(wanted)).test(held),
  gt: comparisons.gt,
  ge: (held, wanted) => held >= first(wanted),
  lt: comparisons.lt,
  le: (held, wanted) => held <= first(wanted),
  in: comparisons.in,
  between: (held, wanted) => held >= first(wanted) && held <= (wanted[1] ?? ''),
  search: (held, wanted) => wildcard(`*${first(wanted)}*`, 'i').test(held),
}

const wildcard = (value: string, flags = ''): RegExp =>
  new RegExp(`^${value.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')}$`, `s${flags}`)

/** Every `filter=field:op:value` of a v2 query must match; v1's `$op` is refused here. */
export function v2QueryFilter(query: URLSearchParams): Matches {
  const all = query.getAll('filter').map((term): Matches => {
    const [, field = '', name = '', value = ''] = /^([^:]+):([^:]*):(.*)$/s.exec(term) ?? []
    const operator = v2Operators[name] ?? badRequest(`unknown filter operator "${name}"`)
    const wanted = name === 'in' || name === 'between' ? value.split(/[|,]/) : [value]
    return (item) => operator(textOf(fieldOf(item, field)), wanted)
  })
  return both(all, [])
}

/** Case-insensitive and partial: `martin` also finds `emartinez`. Nobody may act on the first hit of it. */
export function searchFilter(search: unknown): Matches {
  const { searchTerm, fields } = objectOf(search)
  const terms = [searchTerm].flat().filter((term): term is string => typeof term === 'string' && term !== '')
  const names = Array.isArray(fields) ? fields.map(String) : []
  if (terms.length === 0) return () => true
  return (item) =>
    names.some((name) => {
      const held = textOf(fieldOf(item, name)).toLowerCase()
      return terms.some((term) => held.includes(term.toLowerCase()))
    })
}
