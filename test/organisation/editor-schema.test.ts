// The JSON Schema for editors: committed as it is generated, accepts the example and refuses what the reader refuses.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv } from 'ajv'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { editorSchema } from '../../src/organisation/editor-schema.ts'
import { edited, exampleText } from './example.ts'

const committed = join(import.meta.dirname, '..', '..', 'latchkey.schema.json')
const validate = new Ajv({ strict: false, validateFormats: false }).compile(JSON.parse(editorSchema()))
const isValid = (text: string): boolean => validate(parse(text)) === true

test('latchkey.schema.json is as the schema makes it', () => {
  const isFresh = readFileSync(committed, 'utf8') === editorSchema()
  expect(isFresh, 'latchkey.schema.json is stale: run “npm run latchkey -- schema --write”').toBe(true)
})

test('it accepts the example', () => {
  expect(isValid(exampleText), JSON.stringify(validate.errors)).toBe(true)
})

test.each([
  ['version: 1', 'version: 2'],
  ['remindAfter: 30m', 'remindAftr: 30m'],
  ['longest: 30d', 'longest: 30'],
  ['groups: [Executives]', 'groups: []'],
  ['approver: manager', 'approver: self'],
  ['owners: [mei.tanaka@northwind.example]', 'owners: ["*"]'],
  ['    enabled: true\n', ''],
])('it refuses “%s” written as “%s”', (piece, by) => {
  expect(isValid(edited(piece, by))).toBe(false)
})

test('every section explains itself', () => {
  const { properties } = JSON.parse(editorSchema())
  for (const [name, section] of Object.entries(properties)) expect(section, name).toHaveProperty('description')
})
