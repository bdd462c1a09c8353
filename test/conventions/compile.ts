// Compiles sources that are not part of the project, as if they stood in skills/, and gives the errors of each.
import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { root } from './source.ts'

const compiler = join(root, 'node_modules/typescript/bin/tsc')

/** One run for all of them: the compiler's start is the slow part. */
export async function errorsOf(sources: Record<string, string>): Promise<Record<string, string[]>> {
  const folder = await mkdtemp(join(tmpdir(), 'latchkey-compile-'))
  try {
    const options = {
      extends: join(root, 'tsconfig.json'),
      compilerOptions: {
        typeRoots: [join(root, 'node_modules/@types')],
        paths: { '#latchkey': [join(root, 'src/index.ts')] },
      },
      include: ['*.ts'],
    }
    await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(options))
    await writeFile(join(folder, 'package.json'), '{ "type": "module" }')
    for (const [name, source] of Object.entries(sources)) await writeFile(join(folder, `${name}.ts`), source)
    const said = await promisify(execFile)(process.execPath, [compiler, '--project', folder, '--pretty', 'false'], {
      cwd: folder,
      maxBuffer: 16 * 1024 * 1024,
    }).then(
      ({ stdout }) => stdout,
      (error: { stdout?: string }) => error.stdout ?? String(error),
    )
    const found = [...said.matchAll(/^(?:.*\/)?([\w-]+)\.ts\(\d+,\d+\): (error .*)$/gm)]
    const strangers = found.filter(([, name = '']) => sources[name] === undefined).map(([line]) => line)
    if (strangers.length > 0) throw new Error(`The compiler complains about something else:\n${strangers.join('\n')}`)
    return Object.fromEntries(
      Object.keys(sources).map((name) => [name, found.flatMap(([, of, error = '']) => (of === name ? [error] : []))]),
    )
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
