// The list of actions, from the folder: types need it written down, people need not write it.
import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'

const opening =
  '// Every action by its name. Written by `npm run generate`; a test fails when the folder says otherwise.\n'

/** As the formatter keeps it. */
const widest = 120

/** What has a default export is an action; the other files are what actions share. */
export function actionList(folder: string): string {
  const names = readdirSync(folder)
    .filter((file) => file.endsWith('.ts') && /^export default /m.test(readFileSync(join(folder, file), 'utf8')))
    .map((file) => basename(file, '.ts'))
    .sort()
  const imports = names.map((name) => `import ${camel(name)} from './${name}.ts'\n`).join('')
  return `${opening}${imports}\n${exported(names.map(camel))}\n`
}

function exported(names: readonly string[]): string {
  const line = `export const actions = { ${names.join(', ')} }`
  return line.length <= widest ? line : `export const actions = {\n${names.map((name) => `  ${name},\n`).join('')}}`
}

/** `add-to-group` is `addToGroup`. */
export const camel = (name: string): string => name.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
