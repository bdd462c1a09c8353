// The command `unfreeze` without a policy: it says what is missing; test/cli/freeze.whole.test.ts and test/requests/host-freeze.test.ts have the rest.
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { runLatchkey } from './run-latchkey.ts'

test('without latchkey.yaml nobody is known who could agree', { timeout: 120_000 }, async () => {
  const command = runLatchkey(['unfreeze'], {
    LATCHKEY_SECRET: '0123456789abcdef0123456789abcdef',
    LATCHKEY_POLICY: join(tmpdir(), 'no-such-latchkey.yaml'),
  })
  expect(await command.ended()).toBe(1)
  expect(command.said()).toContain('no-such-latchkey.yaml')
})
