// The JSON Schema of latchkey.yaml, as the text of latchkey.schema.json.
import { z } from 'zod'
import { organisationSchema } from './schema.ts'

/** Draft 7 is what editors' YAML support reads. It checks each value's form; what values ask of one another it cannot know. */
export function editorSchema(): string {
  const schema = z.toJSONSchema(organisationSchema, { io: 'input', target: 'draft-7' })
  return `${JSON.stringify({ ...schema, title: 'latchkey.yaml' }, undefined, 2).replace(shortList, onOneLine)}\n`
}

const widest = 120
const shortList = /^( *(?:"[^"\n]*": )?)\[\n([^[\]{}]*?)\n *\](,?)$/gm

/** As the formatter writes lists of plain values, so that the committed file passes it. */
function onOneLine(written: string, before: string, entries: string, after: string): string {
  const line = `${before}[${entries
    .split('\n')
    .map((entry) => entry.trim())
    .join(' ')}]${after}`
  return line.length <= widest ? line : written
}
