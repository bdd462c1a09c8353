// The image, as far as it can be looked at without building it: what it copies is there, is enough, and runs.
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { files, read, root } from './conventions/source.ts'

const lines = read('Dockerfile')
  .replaceAll('\\\n', ' ')
  .split('\n')
  .filter((line) => line.trim() !== '' && !line.startsWith('#'))
const valuesOf = (word: string): string[] =>
  lines.filter((line) => line.startsWith(`${word} `)).map((line) => line.slice(word.length).trim())
/** What comes from this folder, not from the stage before. */
const copied = valuesOf('COPY')
  .filter((value) => !value.startsWith('--from'))
  .flatMap((value) => value.split(/\s+/).slice(0, -1))
const { dependencies, devDependencies } = JSON.parse(read('package.json'))

test('it runs on the Node that the tests run on', () => {
  for (const image of valuesOf('FROM')) expect(image).toContain(`node:${devDependencies.node}-`)
})

test('it runs as nobody in particular, is asked whether it lives, and stops when told', () => {
  const last =
    read('Dockerfile')
      .split(/^FROM /m)
      .at(-1) ?? ''
  expect(last).toMatch(/^USER 10001:10001$/m)
  expect(last.indexOf('\nUSER'), 'nothing is made by that user').toBeGreaterThan(last.lastIndexOf('\nRUN'))
  expect(valuesOf('HEALTHCHECK')).toEqual([expect.stringContaining('/healthz')])
  expect(valuesOf('STOPSIGNAL')).toEqual(['SIGTERM'])
  expect(valuesOf('VOLUME')).toEqual(['/data'])
})

test('no secret has a value in it', () => {
  expect(valuesOf('ENV').join(' ')).not.toMatch(/SECRET|TOKEN|_KEY|PASSWORD|DATABASE_URL/)
  expect(valuesOf('ARG')).toEqual([])
})

test('only what is copied gets near it, and all of that is there', () => {
  const [first, ...inside] = read('.dockerignore')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
  expect(first).toBe('*')
  expect(inside.filter((line) => line.startsWith('!')).sort()).toEqual(
    [...new Set(copied.map((one) => `!${one}`))].sort(),
  )
  const gone = copied.filter((one) => !files(/^/).some((file) => file === one || file.startsWith(`${one}/`)))
  expect(gone).toEqual([])
})

describe('a copy of exactly these files', () => {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-image-'))
  beforeAll(() => {
    for (const one of copied) cpSync(join(root, one), join(folder, one), { recursive: true })
    // What development needs as well is not there.
    for (const name of Object.keys(dependencies)) {
      const link = join(folder, 'node_modules', name)
      mkdirSync(dirname(link), { recursive: true })
      symlinkSync(join(root, 'node_modules', name), link)
    }
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  const run = (words: string[]) => {
    const [program, ...before] = JSON.parse(valuesOf('ENTRYPOINT')[0] ?? '[]')
    expect(program).toBe('node')
    return spawnSync(process.execPath, [...before, ...words], { cwd: folder, env: {}, encoding: 'utf8' })
  }

  test('starts as far as it can without settings', { timeout: 120_000 }, () => {
    const { status, stderr } = run(JSON.parse(valuesOf('CMD')[0] ?? '[]'))
    expect(stderr).toMatch(/LATCHKEY_SECRET is not set/)
    expect(status).toBe(1)
  })

  test('has every command', { timeout: 120_000 }, () => {
    const { status, stdout } = run(['--help'])
    for (const command of ['start', 'doctor', 'bindings', 'manifest'])
      expect(stdout).toMatch(new RegExp(`^ +${command} `, 'm'))
    expect(status).toBe(0)
  })
})
