// A tiny directory behind the test server: v1 and v2 lists with JumpCloud's paging, its default of 10 and its filters.

import type { Answering, Seen } from './server.ts'
import { readBodyOf } from './server.ts'

export interface Row {
  _id?: string
  id?: string
  [field: string]: unknown
}

/** A 24-hex id that ends in this number. */
export const idOf = (nth: number): string => nth.toString(16).padStart(24, '0')

export const rows = (count: number, make: (id: string, nth: number) => Row = (_id) => ({ _id })): Row[] =>
  Array.from({ length: count }, (_, nth) => make(idOf(nth + 1), nth + 1))

const page = <T>(all: T[], seen: Seen): T[] => {
  const given = readBodyOf(seen)
  const limit = Number(seen.query.get('limit') ?? given.limit ?? 10)
  const skip = Number(seen.query.get('skip') ?? given.skip ?? 0)
  return all.slice(skip, skip + Math.min(limit, 100))
}

export const v1List = (all: Row[], seen: Seen) => ({ json: { results: page(all, seen), totalCount: all.length } })

export const v2List = (all: Row[], seen: Seen, withTotal = false) => ({
  json: page(all, seen),
  headers: withTotal ? { 'x-total-count': String(all.length) } : {},
})

/** `$eq` compares case-sensitively; the search matches any part, as JumpCloud's do. */
export const peopleServer =
  (people: Row[]): Answering =>
  (seen) => {
    const one = people.find(({ _id }) => seen.path === `/api/systemusers/${_id}`)
    if (one) return { json: one }
    if (seen.path === '/api/search/systemusers') {
      const { searchTerm = '', fields = [] } = readBodyOf(seen).searchFilter ?? {}
      const term = searchTerm.toLowerCase()
      const found = people.filter((row) =>
        fields.some((field) =>
          String(row[field] ?? '')
            .toLowerCase()
            .includes(term),
        ),
      )
      return v1List(found, seen)
    }
    if (seen.path === '/api/systemusers') {
      const [field = '', operator, ...value] = (seen.query.get('filter') ?? '').split(':')
      return v1List(operator === '$eq' ? people.filter((row) => row[field] === value.join(':')) : people, seen)
    }
    return { status: 404, json: { message: 'Not Found' } }
  }
