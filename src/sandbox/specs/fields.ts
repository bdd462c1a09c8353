// Compares the fields that our own schemas read with those that JumpCloud describes: names and JSON types.
import { objectOf } from '../route.ts'
import type { Doc } from './load.ts'

export interface Comparison {
  /** Fields that are described with a fitting type. */
  fit: string[]
  /** Fields about which the description says nothing: inside an object that it leaves open, or known to be missing. */
  open: string[]
  /** Fields that are not described, or with another type. */
  differ: string[]
}

/** Both are JSON Schemas; `described` stands alone with its `$defs`. `missing` names fields known not to be described. */
export function compareFields(ours: unknown, described: Doc, missing: readonly string[] = []): Comparison {
  const result: Comparison = { fit: [], open: [], differ: [] }
  compare(objectOf(ours), shapeOf(described, objectOf(described.$defs)), '', { ...result, missing })
  return result
}

type Running = Comparison & { missing: readonly string[] }

interface Shape {
  types: Set<string>
  properties: Map<string, Shape>
  items: Shape | undefined
}

/** All alternatives and parts of a schema laid over each other: what may stand here. */
function shapeOf(schema: Doc, defs: Doc, depth = 0): Shape {
  const shape: Shape = { types: new Set(), properties: new Map(), items: undefined }
  // Descriptions may contain themselves; nothing that we read lies deeper.
  if (depth > 12) return shape
  const { $ref } = schema
  if (typeof $ref === 'string') return shapeOf(objectOf(defs[$ref.replace('#/$defs/', '')]), defs, depth + 1)
  for (const type of [schema.type ?? []].flat()) shape.types.add(String(type))
  for (const [name, value] of Object.entries(objectOf(schema.properties))) {
    shape.types.add('object')
    shape.properties.set(name, shapeOf(objectOf(value), defs, depth + 1))
  }
  if (schema.items) shape.items = shapeOf(objectOf(schema.items), defs, depth + 1)
  for (const part of [schema.allOf, schema.anyOf, schema.oneOf].flat())
    if (part !== undefined) overlay(shape, shapeOf(objectOf(part), defs, depth + 1))
  return shape
}

function overlay(shape: Shape, other: Shape): void {
  for (const type of other.types) shape.types.add(type)
  for (const [name, value] of other.properties) shape.properties.set(name, value)
  shape.items ??= other.items
}

function compare(ours: Doc, theirs: Shape, path: string, result: Running): void {
  const alternatives = [ours.anyOf, ours.oneOf, ours.allOf].flat().filter((part) => part !== undefined)
  for (const part of alternatives) if (objectOf(part).type !== 'null') compare(objectOf(part), theirs, path, result)
  const wanted = [ours.type ?? []]
    .flat()
    .map(String)
    .filter((type) => type !== 'null')
  if (wanted.length === 0) return
  if (theirs.types.size === 0) return void result.open.push(path || '(all)')
  if (!wanted.some((type) => accepts(theirs.types, type)))
    return void result.differ.push(`${path || '(all)'} is ${[...theirs.types].join('|')}, we read ${wanted.join('|')}`)
  const properties = Object.entries(objectOf(ours.properties))
  if (ours.items && theirs.items) compare(objectOf(ours.items), theirs.items, `${path}[]`, result)
  else if (properties.length === 0) result.fit.push(path || '(all)')
  for (const [name, value] of properties) property(name, objectOf(value), theirs, path, result)
}

function property(name: string, ours: Doc, theirs: Shape, path: string, result: Running): void {
  const field = path ? `${path}.${name}` : name
  const shape = theirs.properties.get(name)
  if (shape) compare(ours, shape, field, result)
  else if (theirs.properties.size === 0 || result.missing.includes(name)) result.open.push(field)
  else result.differ.push(`${field} is not described`)
}

const accepts = (types: Set<string>, wanted: string): boolean =>
  types.has(wanted) || (wanted === 'number' && types.has('integer')) || (wanted === 'integer' && types.has('number'))
