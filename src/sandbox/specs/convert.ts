// Turns a schema of Swagger 2.0 or OpenAPI 3 into a JSON Schema that stands alone, for ajv and for comparing fields.
import { objectOf } from '../route.ts'
import { type Doc, resolve } from './load.ts'
import { nullable, uncheckedFormats } from './quirks.ts'

/** Keywords that mean the same on both sides; anything else (examples, `x-…`, discriminators) is left out. */
const copied = new Set(
  'type enum const required minimum maximum minLength maxLength minItems maxItems uniqueItems pattern format'.split(
    ' ',
  ),
)
const lists = new Set(['allOf', 'anyOf', 'oneOf'])

export function jsonSchema(doc: Doc, schema: unknown): Doc {
  const $defs: Record<string, Doc> = {}
  return { ...convert(schema), $defs }

  function convert(given: unknown): Doc {
    const source = objectOf(given)
    const isNullable = source['x-nullable'] === true || source.nullable === true
    const converted = typeof source.$ref === 'string' ? reference(source.$ref) : keywords(source)
    return isNullable ? orNull(converted) : converted
  }

  /** Kept as a reference, because some descriptions contain themselves. */
  function reference($ref: string): Doc {
    const name = $ref.replace(/\W+/g, '_')
    if (!$defs[name]) {
      $defs[name] = {}
      $defs[name] = convert(resolve(doc, { $ref }))
    }
    return { $ref: `#/$defs/${name}` }
  }

  function keywords(source: Doc): Doc {
    const result: Doc = {}
    for (const [name, value] of Object.entries(source)) {
      if (copied.has(name)) result[name] = value
      else if (lists.has(name) && Array.isArray(value)) result[name] = value.map(convert)
      else if (name === 'items') result.items = convert(value)
      else if (name === 'properties') result.properties = properties(objectOf(value))
      else if (name === 'additionalProperties') result[name] = typeof value === 'boolean' ? value : convert(value)
    }
    if (uncheckedFormats.has(String(source.format))) {
      delete result.format
      delete result.pattern
    }
    return result
  }

  function properties(source: Doc): Doc {
    const entries = Object.entries(source).map(([name, value]) => {
      const converted = convert(value)
      return [name, nullable.has(name) ? orNull(converted) : converted]
    })
    return Object.fromEntries(entries)
  }
}

const orNull = (schema: Doc): Doc => ({ anyOf: [schema, { type: 'null' }] })
