// The commands `store restored` and `store moved` as processes of their own, on a folder that no Latchkey runs on just now.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { examplePath } from '../organisation/example.ts'
import { runLatchkey } from './run-latchkey.ts'

test('a folder that was put back is frozen; one that was moved stands where it stood', {
  timeout: 240_000,
}, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-restored-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const policy = join(folder, 'latchkey.yaml')
  // Nobody of them could be looked up here.
  writeFileSync(
    policy,
    readFileSync(examplePath, 'utf8').replace(/^securityContacts:\n(?: +- .*\n)+/m, 'securityContacts: []\n'),
  )
  const environment = {
    LATCHKEY_SECRET: '0123456789abcdef0123456789abcdef',
    LATCHKEY_DATA: join(folder, 'data'),
    LATCHKEY_POLICY: policy,
    JUMPCLOUD_API_KEY: 'jca_not_a_key',
  }
  const said = async (...words: string[]) => {
    const command = runLatchkey(words, environment, folder)
    return `${await command.ended()}: ${command.said()}`
  }
  expect(await said('store', 'moved')).toMatch(/^0: Noted: the store lives here now/)
  expect(await said('store', 'moved')).toMatch(/^0: The store stands where it stood/)
  expect(await said('unfreeze')).toMatch(/^0: Latchkey is not frozen/)
  const restored = /^0: 0 open requests were ended, and none had begun\. Latchkey is frozen/
  expect(await said('store', 'restored')).toMatch(restored)
  expect(await said('store', 'restored')).toMatch(restored)
  expect(await said('freeze')).toMatch(/^0: Latchkey was frozen already/)
})
