// The tests are tested: in a copy of the house one control at a time is taken out, and the test that guards it must turn red.
import { execFile } from 'node:child_process'
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
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

/** The names of the tests that failed; empty when all passed. */
const failing = (file: string, only: string): Promise<string[]> =>
  new Promise((done) => {
    const words = ['run', '--config', 'test/vitest.config.ts', file, '-t', only, '--reporter', 'json']
    const vitest = join(copy, 'node_modules/vitest/vitest.mjs')
    execFile(process.execPath, [vitest, ...words], { cwd: copy, maxBuffer: 50_000_000 }, (_error, printed) => {
      const from = printed.indexOf('{"numTotalTestSuites"')
      const { testResults } = JSON.parse(printed.slice(from)) as {
        testResults: { assertionResults: { status: string; title: string }[] }[]
      }
      const all = testResults.flatMap(({ assertionResults }) => assertionResults)
      done(all.filter(({ status }) => status === 'failed').map(({ title }) => title))
    })
  })

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
