// Checks a value against one of the vendors' schemas beside this file, without a network.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv } from 'ajv'
import formats from 'ajv-formats'
import { z } from 'zod'

/** What is wrong, each with its place; nothing when the vendor would take it. */
export function schemaProblems(file: string): (value: unknown) => string[] {
  const read: unknown = JSON.parse(readFileSync(join(import.meta.dirname, 'schemas', file), 'utf8'))
  // Their drafts differ in nothing that these schemas use, and the checker knows the newer ones by name.
  const { $schema, ...schema } = z.record(z.string(), z.unknown()).parse(read)
  const ajv = new Ajv({ strict: false, allErrors: true })
  formats.default(ajv)
  const validate = ajv.compile(schema)
  return (value) => (validate(value) ? [] : (validate.errors ?? []).map((one) => `${one.instancePath} ${one.message}`))
}
