// What the wizard does with files: whole or not at all, links kept, ignored by version control, differences line by line.
import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { systemClock } from '../../src/clock.ts'
import { difference, shownDifference } from '../../src/setup/difference.ts'
import { checkIgnored, unignored } from '../../src/setup/git.ts'
import { createSaver } from '../../src/setup/save.ts'
import { createTerminal } from '../../src/setup/terminal.ts'
import { text } from '../../src/words/text.ts'
import { streamsForTests } from './harness.ts'
import { ctrlC, enter } from './player.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'latchkey-files-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function hands() {
  const { input, output, player, modes } = streamsForTests()
  return { terminal: createTerminal({ input, output }), player, modes, input }
}

describe('saving', () => {
  const change = (path: string) => ({ path, after: 'B=2\n', lines: ['~ B'], isSecret: true })

  test('a link stays a link, and nothing is left beside the file', async () => {
    writeFileSync(join(folder, 'real'), 'B=1\n')
    symlinkSync(join(folder, 'real'), join(folder, '.env'))
    const { terminal, player } = hands()
    const saved = createSaver({ terminal, clock: systemClock }).save(change(join(folder, '.env')))
    await player.play([['Change .env like this?', enter]])
    expect(await saved).toBe(true)
    expect(lstatSync(join(folder, '.env')).isSymbolicLink()).toBe(true)
    expect(readFileSync(join(folder, 'real'), 'utf8')).toBe('B=2\n')
    expect(readdirSync(folder).filter((name) => name.endsWith('.new'))).toEqual([])
  })

  test('a folder that is not there is told with its cure', async () => {
    const { terminal, player } = hands()
    const path = join(folder, 'none/.env')
    const saved = createSaver({ terminal, clock: systemClock }).save(change(path))
    const playing = player.play([['Write .env?', enter]])
    await expect(saved).rejects.toMatchObject({ message: expect.stringMatching(/cannot be written \(ENOENT\)\. Give/) })
    await playing
  })
})

describe('version control', () => {
  const ignore = (rules: string): void => writeFileSync(join(folder, '.gitignore'), rules)

  test('is looked for, and .env and its copies must be ignored', () => {
    expect(unignored(folder)).toEqual([])
    mkdirSync(join(folder, '.git'))
    expect(unignored(folder)).toEqual(['.env', '.env.*'])
    ignore('/.env\n')
    expect(unignored(folder)).toEqual(['.env.*'])
    ignore('.env*\n')
    expect(unignored(folder)).toEqual([])
    ignore('.env*\n!.env\n')
    expect(unignored(folder)).toEqual(['.env'])
  })

  test('this project’s own rules are enough', () => expect(unignored(join(import.meta.dirname, '../..'))).toEqual([]))

  test('rules are added after a yes', async () => {
    mkdirSync(join(folder, '.git'))
    ignore('node_modules')
    const { terminal, player } = hands()
    const checked = checkIgnored(terminal, folder)
    await player.play([['This folder is under version control', enter]])
    await checked
    expect(readFileSync(join(folder, '.gitignore'), 'utf8')).toBe('node_modules\n.env\n.env.*\n')
  })
})

describe('differences', () => {
  test('are shown with the lines around them', () => {
    const before = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].join('\n')
    expect(shownDifference(before, before.replace('b', 'B').replace('f\n', ''))).toEqual([
      '  a',
      '- b',
      '+ B',
      '  c',
      '  …',
      '  e',
      '- f',
      '  g',
    ])
  })

  test('lead from one text to the other', () => {
    const lines = fc.array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 12 }).map((all) => all.join('\n'))
    fc.assert(
      fc.property(lines, lines, (before, after) => {
        const found = difference(before, after)
        const of = (kinds: string[]) => found.filter(({ kind }) => kinds.includes(kind)).map(({ line }) => line)
        const plain = (text: string) => (text === '' ? [] : text.replace(/\n$/, '').split('\n'))
        expect(of(['same', 'out'])).toEqual(plain(before))
        expect(of(['same', 'in'])).toEqual(plain(after))
      }),
    )
  })
})

describe('the terminal', () => {
  test('shows nothing of what is typed while something is looked at, and stops on Ctrl+C there too', async () => {
    const { terminal, player, modes, input } = hands()
    const work = Promise.withResolvers<string>()
    const during = terminal.during(text('setup.looking'), work.promise)
    input.write('pasted too early\r')
    work.resolve('done')
    expect(await during).toBe('done')
    expect(player.seen()).not.toContain('pasted')
    expect(modes).toEqual([true, false])
    const stopped = terminal.during(text('setup.looking'), new Promise(() => {}))
    input.write(ctrlC)
    await expect(stopped).rejects.toMatchObject({ code: 'setup-stopped' })
    expect(modes).toEqual([true, false, true, false])
  })

  test('wants a secret, and takes it without the blanks that were copied along', async () => {
    const { terminal, player, input } = hands()
    const asked = terminal.askSecret(text('setup.ask-api-key'), { isThere: false, check: () => undefined })
    await player.play([['API key', enter]])
    await player.until('This is needed')
    input.write(' canary \r')
    expect(await asked).toBe('canary')
    expect(player.seen()).not.toContain('canary')
  })
})
