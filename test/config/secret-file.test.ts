// Secrets in files: read whole, and refused when a file is missing, empty, open to all or no file.
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readConfig } from '../../src/config.ts'
import { minimal, refusalFor, refusalOf } from './settings.ts'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'latchkey-secrets-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

function fileWith(content: string, mode = 0o600): string {
  const path = join(folder, crypto.randomUUID())
  writeFileSync(path, content)
  chmodSync(path, mode)
  return path
}

const withKeyIn = (path: string) => ({ ...minimal, JUMPCLOUD_API_KEY_FILE: path })

test.each([
  'canary-key',
  'canary-key\n',
  'canary-key\r\n',
])('the content is the secret, without its last line break: %j', (content) => {
  const { credential } = readConfig(withKeyIn(fileWith(content))).jumpcloud
  expect(credential).toEqual({ kind: 'api-key', key: 'canary-key' })
})

test('Latchkey’s own secret can stand in a file too', () => {
  expect(readConfig({ LATCHKEY_SECRET_FILE: fileWith(`${minimal.LATCHKEY_SECRET}\n`) }).secret).toBe(
    minimal.LATCHKEY_SECRET,
  )
})

test.each([
  ['missing', () => join(folder, 'nowhere'), 'cannot be read (ENOENT)'],
  ['empty', () => fileWith('\n'), 'names an empty file'],
  ['readable by all', () => fileWith('canary-key', 0o604), 'every user of this machine may read or change'],
  ['writable by all', () => fileWith('canary-key', 0o602), 'every user of this machine may read or change'],
  ['a folder', () => folder, 'must name a plain file'],
  ['far too large', () => fileWith('x'.repeat(70_000)), 'must name a plain file'],
])('a file that is %s is refused', (_, path, said) => {
  const refusal = refusalFor(withKeyIn(path()))
  expect(refusal).toContain(`JUMPCLOUD_API_KEY_FILE`)
  expect(refusal).toContain(said)
  expect(refusal).not.toContain(folder)
})

test('a secret that is set twice is refused', () => {
  const both = { ...withKeyIn(fileWith('canary-key')), JUMPCLOUD_API_KEY: 'canary-other' }
  expect(refusalFor(both)).toContain('are both set')
})

test('a file that could not be read is one problem, not a missing setting besides', () => {
  const said = refusalFor({
    ...minimal,
    SLACK_BOT_TOKEN_FILE: join(folder, 'nowhere'),
    SLACK_SIGNING_SECRET: 'canary-signing-secret',
  })
  expect(said).toMatch(/has a problem:\n- SLACK_BOT_TOKEN_FILE/)
})

test('settings that are no secrets have no file', () => {
  expect(refusalFor({ ...minimal, JUMPCLOUD_REGION_FILE: fileWith('us') })).toContain('Did you mean JUMPCLOUD_REGION?')
})

test('how files are read can be passed in', () => {
  const config = readConfig(withKeyIn('anywhere'), { readFile: () => ({ text: 'canary-key', mode: 0o400 }) })
  expect(config.jumpcloud.credential).toEqual({ kind: 'api-key', key: 'canary-key' })
  const open = () => readConfig(withKeyIn('anywhere'), { readFile: () => ({ text: 'canary-key', mode: 0o444 }) })
  expect(refusalOf(open)).toContain('chmod 600')
})
