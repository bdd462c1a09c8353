// The command `bindings import`: a file that is not there is told in one line; test/people/import.test.ts has the rest.
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { runLatchkey } from './run-latchkey.ts'

test('a missing file is named, and nothing is opened', { timeout: 120_000 }, async () => {
  const file = join(tmpdir(), 'no-such-accounts.csv')
  const environment = {
    LATCHKEY_SECRET: '0123456789abcdef0123456789abcdef',
    LATCHKEY_DATA: join(tmpdir(), 'no-such-data'),
  }
  const command = runLatchkey(['bindings', 'import', file], environment)
  expect(await command.ended()).toBe(1)
  expect(command.said()).toContain('no-such-accounts.csv')
  expect(command.said().trim().split('\n')).toHaveLength(1)
})
