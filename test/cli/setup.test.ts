// The command `setup` without a terminal: it says what to do instead, and ends with 1. With one: test/setup/ and test/full/.
import { expect, test } from 'vitest'
import { setupCommand } from '../../src/cli/setup.ts'
import { runLatchkey } from './run-latchkey.ts'

test('it names its steps', () => {
  const { options } = setupCommand()
  expect(options.flatMap(({ argChoices = [] }) => argChoices)).toEqual([
    'jumpcloud',
    'store',
    'organisation',
    'roles',
    'protected',
    'groups',
    'address',
    'slack',
    'teams',
    'mail',
    'sign-in',
  ])
})

test('without a terminal it says so', { timeout: 120_000 }, async () => {
  const command = runLatchkey(['setup', '--only', 'slack'])
  expect(await command.ended()).toBe(1)
  expect(command.said()).toMatch(/needs a terminal.*docs\/configuration\.md.*npm run doctor/)
})

test('an unknown step is refused with those that there are', { timeout: 120_000 }, async () => {
  const command = runLatchkey(['setup', '--only', 'slak'])
  expect(await command.ended()).toBe(1)
  expect(command.said()).toMatch(/Allowed choices are jumpcloud, store, .*slack, teams/)
})
