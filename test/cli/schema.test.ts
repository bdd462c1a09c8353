// The command that prints the schema for editors prints what the reader of latchkey.yaml was made from.
import { expect, test, vi } from 'vitest'
import { schemaCommand } from '../../src/cli/schema.ts'
import { editorSchema } from '../../src/organisation/editor-schema.ts'

test('schema prints the JSON Schema and writes nothing', async () => {
  const printed: unknown[] = []
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((text) => printed.push(text) > 0)
  await schemaCommand().parseAsync([], { from: 'user' })
  write.mockRestore()
  expect(printed).toEqual([editorSchema()])
})
