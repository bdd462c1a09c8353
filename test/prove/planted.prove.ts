// The tests are tested: in a copy of the house one control at a time is taken out, and the test that guards it must turn red.
import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { plants } from './plants.ts'

const house = join(import.meta.dirname, '../..')
const isCopied = (path: string) => !/\/(node_modules|\.git|\.cache)(\/|$)/.test(path.slice(house.length))
let copy: string
beforeAll(async () => {
  copy = await mkdtemp(join(tmpdir(), 'latchkey-planted-'))
  await cp(house, copy, { recursive: true, filter: isCopied })
  await symlink(join(house, 'node_modules'), join(copy, 'node_modules'))
}, 120_000)
afterAll(() => rm(copy, { recursive: true, force: true }))

const report = z.object({
  testResults: z.array(z.object({ assertionResults: z.array(z.object({ status: z.string(), title: z.string() })) })),
})

/** The names of the tests that failed; empty when all passed. */
async function failing(file: string, only: string): Promise<string[]> {
  const written = join(copy, 'report.json')
  const words = ['run', '--config', 'test/vitest.config.ts', file, '-t', only, '--reporter=json']
  const vitest = execFile(process.execPath, ['node_modules/vitest/vitest.mjs', ...words, `--outputFile=${written}`], {
    cwd: copy,
  })
  await once(vitest, 'exit')
  const { testResults } = report.parse(JSON.parse(await readFile(written, 'utf8')))
  await rm(written)
  const all = testResults.flatMap(({ assertionResults }) => assertionResults)
  return all.filter(({ status }) => status === 'failed').map(({ title }) => title)
}

test.each(plants)('without “$control”: $test turns red', async ({ control, file, from, to, test: guard, only }) => {
  const path = join(copy, file)
  const whole = await readFile(path, 'utf8')
  await writeFile(
    path,
    whole.replace(from, () => to),
  )
  try {
    const red = await failing(guard, only)
    process.stdout.write(`${control}: ${red.length} red, such as “${red[0] ?? 'none'}”\n`)
    expect(red).not.toEqual([])
  } finally {
    await writeFile(path, whole)
  }
})
