// The filter of Directory Insights: exactly one of and, or, not, each a list, nested at will.
import { fieldOf, type Matches, textOf } from './filters.ts'
import { objectOf, refuse } from './route.ts'

type Comparison = (held: string, wanted: string) => boolean

const comparisons: Record<string, Comparison> = {
  eq: (held, wanted) => held === wanted,
  contains: (held, wanted) => held.includes(wanted),
  startsWith: (held, wanted) => held.startsWith(wanted),
  endsWith: (held, wanted) => held.endsWith(wanted),
  lt: (held, wanted) => Number(held) < Number(wanted),
  gt: (held, wanted) => Number(held) > Number(wanted),
  lte: (held, wanted) => Number(held) <= Number(wanted),
  gte: (held, wanted) => Number(held) >= Number(wanted),
  before: (held, wanted) => Date.parse(held) < Date.parse(wanted),
  after: (held, wanted) => Date.parse(held) > Date.parse(wanted),
}

const conjunctions = ['and', 'or', 'not'] as const
/** JumpCloud's manual names these three as not searchable. */
const unsearchable = ['changes', 'useragent', 'system_timestamp']

export function searchTerm(term: unknown): Matches {
  if (term === undefined || term === null) return () => true
  const given = objectOf(term)
  const names = conjunctions.filter((name) => name in given)
  const [name] = names
  if (!name || names.length !== 1 || Object.keys(given).length !== 1)
    return refuse(400, 'search_term must have exactly one of and, or, not')
  const list = given[name]
  if (!Array.isArray(list)) return refuse(400, `search_term "${name}" must be a list`)
  const fields = list.flatMap((entry) => fieldName(objectOf(entry)) ?? [])
  if (new Set(fields).size !== fields.length) return refuse(400, 'a field may not be repeated in one list')
  const all = list.map((entry) => one(objectOf(entry)))
  if (name === 'and') return (event) => all.every((matches) => matches(event))
  if (name === 'or') return (event) => all.some((matches) => matches(event))
  return (event) => !all.some((matches) => matches(event))
}

function fieldName(entry: Record<string, unknown>): string | undefined {
  if (conjunctions.some((name) => name in entry)) return undefined
  return typeof entry.field === 'string' && 'operator' in entry ? entry.field : Object.keys(entry)[0]
}

function one(entry: Record<string, unknown>): Matches {
  if (conjunctions.some((name) => name in entry)) return searchTerm(entry)
  const field = fieldName(entry)
  if (field === undefined) return refuse(400, 'an empty search term')
  if (unsearchable.includes(field.split('.')[0] ?? '')) return refuse(400, `"${field}" cannot be searched`)
  const structured = 'operator' in entry && 'field' in entry
  return compareBy(structured ? String(entry.operator) : 'eq', field, structured ? entry.value : entry[field])
}

/**
 * Values are lower-cased when they are stored and not when they are asked for, so a capital letter in the
 * question finds nothing (JumpCloud's manual: "Use lowercase values").
 */
function compareBy(operator: string, field: string, value: unknown): Matches {
  const wanted = [value].flat().map(textOf)
  const negated: Record<string, string> = { ne: 'eq', not_in: 'eq', in: 'eq' }
  const comparison = comparisons[negated[operator] ?? operator]
  if (!comparison) return refuse(400, `unknown operator "${operator}"`)
  const positive = operator !== 'ne' && operator !== 'not_in'
  return (event) => {
    const held = textOf(fieldOf(event, field)).toLowerCase()
    return wanted.some((want) => comparison(held, want)) === positive
  }
}
