// The step about the public address: https from outside or none, and whether it leads here.
import { expect, test } from 'vitest'
import { addressStep } from '../../../src/setup/steps/address.ts'
import { setUpForTests } from '../harness.ts'
import { chooses, enter, types } from '../player.ts'

const { step, env, write } = setUpForTests()

test('an address that leads nowhere is explained; it can be given all the same', async () => {
  const said = await step(addressStep, [
    ['Public address', types('https://latchkey.invalid')],
    ['Port', types('0')],
    ['That does not work yet', chooses(2)],
    ['Write .env?', enter],
  ])
  expect(said).toMatch(/ERROR +https:\/\/latchkey\.invalid does not answer/)
  expect(said).toMatch(/→ Let your proxy or tunnel forward it to port 0 of this machine/)
  expect(env()).toEqual({ PUBLIC_URL: 'https://latchkey.invalid', PORT: '0' })
})

test.each([
  'http://latchkey.northwind.example',
  'https://localhost:3000',
  'latchkey.northwind.example',
])('%s is nothing that Slack and Teams could reach', async (typed) => {
  const said = await step(addressStep, [['Public address', types(typed)]], {}, async ({ until, send }) => {
    await until('must ')
    send(types(''))
    await until('◆  Port on which')
    send(enter)
    await until('◆  Write .env?')
    send(enter)
  })
  expect(said).toMatch(/No public address: Slack works by Socket Mode, Teams does not/)
  expect(env()).toEqual({ PORT: '3000' })
})

test('what is there is offered, and an empty answer takes it out', async () => {
  write('.env', 'PUBLIC_URL=https://latchkey.invalid\nPORT=8080\n')
  await step(addressStep, [
    ['Public address', types('')],
    ['Port', enter],
    ['Change .env like this?', enter],
  ])
  expect(env()).toEqual({ PORT: '8080' })
})
