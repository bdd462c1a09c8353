// The commands `freeze` and `unfreeze` as processes of their own, on a store that no Latchkey runs on just now.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { examplePath } from '../organisation/example.ts'
import { storeInFolder } from '../store.ts'
import { runLatchkey } from './run-latchkey.ts'

test('one command stops, and alone it does not start again', { timeout: 240_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-freeze-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const data = join(folder, 'data')
  await storeInFolder(data)
  const environment = {
    LATCHKEY_SECRET: '0123456789abcdef0123456789abcdef',
    LATCHKEY_DATA: data,
    LATCHKEY_POLICY: examplePath,
    // Never used: stopping needs nothing of JumpCloud.
    JUMPCLOUD_API_KEY: 'jca_not_a_key',
  }
  const said = async (...words: string[]) => {
    const command = runLatchkey(words, environment, folder)
    return `${await command.ended()}: ${command.said()}`
  }
  expect(await said('unfreeze')).toMatch(/^0: Latchkey is not frozen/)
  expect(await said('freeze', '--reason', 'odd resets')).toMatch(/^0: Latchkey is frozen/)
  expect(await said('freeze')).toMatch(/^0: Latchkey was frozen already/)
  expect(await said('unfreeze')).toMatch(/^1: One command alone does not start Latchkey again/)
})
