// The command `store move`: without a database it says what to set; test/store/move.test.ts has the move itself.
import { expect, test } from 'vitest'
import { runLatchkey } from './run-latchkey.ts'

test('without a database to move to, it says so and touches nothing', { timeout: 120_000 }, async () => {
  const command = runLatchkey(['store', 'move', '--to', 'postgres'], {
    LATCHKEY_SECRET: '0123456789abcdef0123456789abcdef',
  })
  expect(await command.ended()).toBe(1)
  expect(command.said()).toMatch(/^DATABASE_URL is not set\./)
})
