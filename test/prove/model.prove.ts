// The models of how a request is decided and run, each searched to its last state by spin; then a rule at a time is taken out
// of them, which the search must notice, and each end must be found (T-C9).
import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Change, ends, type Model, missing } from './model-changes.ts'

const house = join(import.meta.dirname, '../..')
const run = promisify(execFile)
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'latchkey-model-'))
  // Says which of them is missing where it cannot be installed.
  await run('bash', [join(house, 'test/full/install.sh'), 'spin', 'gcc', 'libc6-dev'])
}, 600_000)
afterAll(() => rm(folder, { recursive: true, force: true }))

interface Searched {
  errors: number
  states: number
  /** To the end: nothing was cut off, and no state was taken for another one. */
  isWhole: boolean
  /** Steps of the model that no order leads to. */
  unreached: string[]
  said: string
}

const numberIn = (text: string, pattern: RegExp): number => Number(pattern.exec(text)?.[1] ?? Number.NaN)

async function search(model: Model, change?: Change): Promise<Searched> {
  const cwd = await mkdtemp(join(folder, `${model}-`))
  const whole = await readFile(join(house, `test/model/${model}.pml`), 'utf8')
  const text = change ? whole.replace(change.from, () => change.to) : whole
  await writeFile(join(cwd, `${model}.pml`), text)
  await run('spin', ['-a', `${model}.pml`], { cwd })
  // COLLAPSE stores each state whole, in less room; SAFETY: what must never happen is what is looked for.
  await run('cc', ['-O1', '-DSAFETY', '-DCOLLAPSE', '-o', 'pan', 'pan.c'], { cwd })
  const { stdout: said } = await run(join(cwd, 'pan'), ['-m100000'], { cwd, maxBuffer: 2 ** 24 })
  await rm(cwd, { recursive: true })
  return {
    errors: numberIn(said, /errors: (\d+)/),
    states: numberIn(said, /(\d+(?:\.\d+)?(?:e\+\d+)?) states, stored/),
    isWhole: said.includes('Full statespace search') && !/not completed|max search depth|out of memory/.test(said),
    unreached: [...said.matchAll(/^\t\S+\.pml:\d+, state \d+, (.*)$/gm)].map(([, what = '']) => what),
    said,
  }
}

describe.each(['deciding', 'running'] as const)('%s', (model) => {
  test('in no order does anything happen that must not', async () => {
    const found = await search(model)
    expect(found.errors, found.said).toBe(0)
    expect(found.isWhole, found.said).toBe(true)
    // Nobody leaves their loop; every other step is taken in some order.
    expect(found.unreached.filter((what) => what !== '"-end-"')).toEqual([])
    expect(found.states).toBeGreaterThan(100_000)
    process.stdout.write(`${model}: ${found.states} states, ${/elapsed time \S+ seconds/.exec(found.said)}\n`)
  })

  test.each(missing[model])('$rule: without it, the search finds what happens', async (change) => {
    const found = await search(model, change)
    expect(found.errors, found.said).toBe(1)
    expect(found.said).toContain('assertion violated')
    process.stdout.write(`${change.rule}: ${/pan:1: [^\n]*/.exec(found.said)}\n`)
  })

  test.each(ends[model])('some order leads to: $rule', async (change) => {
    expect((await search(model, change)).said).toContain('assertion violated')
  })
})
