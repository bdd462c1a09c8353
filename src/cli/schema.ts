// `latchkey schema`: the JSON Schema of latchkey.yaml for editors, generated from the schema that reads it.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Command } from 'commander'
import { editorSchema } from '../organisation/editor-schema.ts'
import { english } from '../words/render.ts'
import { text } from '../words/text.ts'

const file = 'latchkey.schema.json'
const root = join(import.meta.dirname, '..', '..')

export function schemaCommand(): Command {
  return new Command('schema')
    .description(english(text('schema.about')))
    .option('--write', english(text('schema.write')))
    .action(({ write }: { write?: boolean }) => {
      if (!write) process.stdout.write(editorSchema())
      else {
        writeFileSync(join(root, file), editorSchema())
        process.stdout.write(english(text('schema.written', { file })))
      }
    })
}
