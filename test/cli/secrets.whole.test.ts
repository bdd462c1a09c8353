// The command `secrets rotate` as a process of its own: from one secret to the next, and only then does the new one open the store.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { examplePath } from '../organisation/example.ts'
import { storeInFolder } from '../store.ts'
import { runLatchkey } from './run-latchkey.ts'

test('a store goes from one secret to the next', { timeout: 240_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-secrets-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const data = join(folder, 'data')
  await storeInFolder(data)
  const [old, next] = ['0123456789abcdef0123456789abcdef', 'fedcba9876543210fedcba9876543210']
  const environment = {
    LATCHKEY_DATA: data,
    LATCHKEY_POLICY: examplePath,
    // Never used: nothing is asked of JumpCloud.
    JUMPCLOUD_API_KEY: 'jca_not_a_key',
  }
  const said = async (secrets: Record<string, string>, ...words: string[]) => {
    const command = runLatchkey(words, { ...environment, ...secrets }, folder)
    return `${await command.ended()}: ${command.said()}`
  }
  const both = { LATCHKEY_SECRET: next, LATCHKEY_SECRET_PREVIOUS: old }
  expect(await said({ LATCHKEY_SECRET: old }, 'freeze')).toMatch(/^0: Latchkey is frozen/)
  expect(await said({ LATCHKEY_SECRET: next }, 'freeze')).toMatch(
    /^1: The store was sealed with another LATCHKEY_SECRET/,
  )
  expect(await said({ LATCHKEY_SECRET: next }, 'secrets', 'rotate')).toMatch(/^1: .*LATCHKEY_SECRET_PREVIOUS/)
  expect(await said(both, 'secrets', 'rotate')).toMatch(/^0: .* sealed under the new LATCHKEY_SECRET/)
  expect(await said({ LATCHKEY_SECRET: next }, 'freeze')).toMatch(/^0: Latchkey was frozen already/)
})
