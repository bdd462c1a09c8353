// The command `start`: what is missing is named with its cure, before anything runs.
import { expect, test } from 'vitest'
import { runLatchkey } from './run-latchkey.ts'

const secret = '0123456789abcdef0123456789abcdef'

test('without a secret it says how to make one', { timeout: 120_000 }, async () => {
  const command = runLatchkey(['start'])
  expect(await command.ended()).toBe(1)
  expect(command.said()).toMatch(/LATCHKEY_SECRET is not set.*openssl rand -hex 32/s)
})

test('without a platform it says which settings one needs, and how to play without', { timeout: 120_000 }, async () => {
  const command = runLatchkey(['start'], { LATCHKEY_SECRET: secret })
  expect(await command.ended()).toBe(1)
  expect(command.said()).toMatch(/SLACK_BOT_TOKEN.*npm run demo/s)
})
