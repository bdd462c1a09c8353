// The commands `store restored` and `store moved` as processes of their own, on a folder that no Latchkey runs on just now.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { systemClock } from '../../src/clock.ts'
import { sandboxKey } from '../../src/sandbox/keys.ts'
import { startSandbox } from '../../src/sandbox/server.ts'
import { examplePath } from '../organisation/example.ts'
import { runLatchkey } from './run-latchkey.ts'

test('a folder that was put back is frozen; one that was moved stands where it stood', {
  timeout: 240_000,
}, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-restored-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const sandbox = await startSandbox({ clock: systemClock })
  onTestFinished(() => sandbox.close())
  const environment = {
    LATCHKEY_SECRET: '0123456789abcdef0123456789abcdef',
    LATCHKEY_DATA: join(folder, 'data'),
    LATCHKEY_POLICY: examplePath,
    // Whom security contacts are looked up in.
    JUMPCLOUD_API_KEY: sandboxKey,
    JUMPCLOUD_CONSOLE_URL: sandbox.url,
    JUMPCLOUD_INSIGHTS_URL: sandbox.url,
  }
  const said = async (...words: string[]) => {
    const command = runLatchkey(words, environment, folder)
    return `${await command.ended()}: ${command.said()}`
  }
  expect(await said('store', 'moved')).toMatch(/^0: Noted: the store lives here now/)
  expect(await said('store', 'moved')).toMatch(/^0: The store stands where it stood/)
  expect(await said('store', 'restored')).toMatch(
    /^0: 0 open requests were ended, and none had begun\. Latchkey is frozen/,
  )
  expect(await said('freeze')).toMatch(/^0: Latchkey was frozen already/)
})
