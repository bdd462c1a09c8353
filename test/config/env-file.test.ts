// The file .env: whoever starts Latchkey overrules it, nobody else may read it, and changing a line keeps the others.
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { canStand, readEnvFile, withSettings } from '../../src/config/env-file.ts'
import { english } from '../../src/words/render.ts'
import { runLatchkey } from '../cli/run-latchkey.ts'

let folder: string
let path: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'latchkey-env-'))
  path = join(folder, '.env')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const problemOf = (read: ReturnType<typeof readEnvFile>): string => ('problem' in read ? english(read.problem) : '')

describe('reading', () => {
  test('no file is an empty one', () => expect(readEnvFile(path)).toEqual({ values: {} }))

  test('what others may read, and what is no file, is refused', () => {
    writeFileSync(path, 'PORT=1\n')
    chmodSync(path, 0o644)
    expect(problemOf(readEnvFile(path))).toMatch(/every user of this machine may read.*chmod 600/)
    chmodSync(path, 0o640)
    expect(readEnvFile(path)).toEqual({ values: { PORT: '1' } })
    mkdirSync(join(folder, 'other'))
    expect(problemOf(readEnvFile(join(folder, 'other')))).toMatch(/plain file|cannot be read \(EISDIR\)/)
  })

  test('a command reads it in its own folder, and the environment wins', { timeout: 120_000 }, async () => {
    writeFileSync(path, "LATCHKEY_SECRET='too short'\nSLACK_BOT_TOKN=canary\n", { mode: 0o600 })
    const alone = runLatchkey(['start'], {}, folder)
    expect(await alone.ended()).toBe(1)
    expect(alone.said()).toMatch(/LATCHKEY_SECRET must be one word/)
    expect(alone.said()).toMatch(/SLACK_BOT_TOKN is not a setting/)
    const over = runLatchkey(['start'], { LATCHKEY_SECRET: '0123456789abcdef0123456789abcdef' }, folder)
    expect(await over.ended()).toBe(1)
    expect(over.said()).not.toMatch(/LATCHKEY_SECRET/)
    expect(over.said()).not.toContain('canary')
  })

  test('a command does not begin when others may read it', { timeout: 120_000 }, async () => {
    writeFileSync(path, 'PORT=1\n')
    chmodSync(path, 0o644)
    const command = runLatchkey(['doctor'], {}, folder)
    expect(await command.ended()).toBe(1)
    expect(command.said()).toMatch(/chmod 600 \.env/)
  })
})

describe('changing', () => {
  const text = ['# ours', 'export PORT = 3000 # why', '', 'KEY="one', 'two"', "OTHER='x'", 'PORT=4000', ''].join('\n')

  test('keeps comments, order and everything that was not meant', () => {
    expect(withSettings(text, new Map([['PORT', '5000']]))).toBe(
      ['# ours', 'PORT=5000', '', 'KEY="one', 'two"', "OTHER='x'", ''].join('\n'),
    )
    expect(withSettings(text, new Map([['KEY', undefined]]))).toBe(text.replace('KEY="one\ntwo"\n', ''))
    expect(withSettings('A=1', new Map([['B', 'two words']]))).toBe("A=1\nB='two words'\n")
    expect(withSettings('', new Map())).toBe('')
  })

  test('whatever can stand there is read back as it was', () => {
    const value = fc.string({ unit: fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code)) })
    fc.assert(
      fc.property(value.filter(canStand), value.filter(canStand), (one, other) => {
        const written = withSettings(text, new Map([['OTHER', one]]).set('NEW', other))
        expect(parseEnv(written)).toEqual({ PORT: '4000', KEY: 'one\ntwo', OTHER: one, NEW: other })
      }),
    )
  })

  test('what cannot stand there is known before', () => {
    expect(canStand('plain-secret_0')).toBe(true)
    expect(canStand(`'a"b`)).toBe(true)
    expect(canStand('\'a"b`')).toBe(false)
  })
})
