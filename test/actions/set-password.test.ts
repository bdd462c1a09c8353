// Setting a password: typed by its person, known by its date, and never in a word of what went wrong.
import { expect, test } from 'vitest'
import type { Effects } from '../../src/action.ts'
import setPassword from '../../src/actions/set-password.ts'
import { LatchkeyError } from '../../src/errors.ts'
import { personId } from '../skills/ask.ts'
import { actionContract } from './contract.ts'

const user = personId('leo.brandt')
const value = 'Correct-Horse-7'
// Northwind's passwords are a month old.
const lastChange = new Date(Date.now() - 86_400_000).toISOString()

actionContract(setPassword, {
  toDo: { user, lastChange },
  already: { user, lastChange: '2020-01-01T00:00:00.000Z' },
  impossible: [
    [{ user: personId('sam.kowalski'), lastChange }, /not active/],
    [{ user: personId('grace.mbeki'), lastChange }, /does not own/],
  ],
  will: /^Set a new password for Leo Brandt: typed by Leo Brandt on my page, known to nobody else$/,
  done: 'Set a new password for Leo Brandt',
  value,
})

/** JumpCloud says no and repeats what it was given, as any server might. */
const refusing = (code: 'jumpcloud-rejected' | 'jumpcloud-unavailable'): Effects => ({
  writer: {
    call: () =>
      Promise.reject(
        new LatchkeyError(code, { status: 400, reason: 'HTTP 400' }, { cause: new Error(`no: ${value}`) }),
      ),
  },
  directory: {} as Effects['directory'],
  bindings: {} as Effects['bindings'],
  freezes: {} as Effects['freezes'],
  signal: new AbortController().signal,
  aboutToAt: new Date(),
  value,
})

test.each([
  ['jumpcloud-rejected', 'password-refused'],
  ['jumpcloud-unavailable', 'jumpcloud-unavailable'],
] as const)('what JumpCloud says with %s goes no further', async (code, expected) => {
  const error = await setPassword.run({ user, lastChange }, refusing(code)).catch((thrown: LatchkeyError) => thrown)
  expect(error).toMatchObject({ code: expected })
  expect(error instanceof Error && [error.message, error.stack, error.cause].join(' ')).not.toContain(value)
})

test('a password that somebody else changed meanwhile is not taken for ours, and without a value nothing is called', async () => {
  const changed = { passwordChangedAt: new Date(), name: 'Leo', state: 'ACTIVATED', managedElsewhere: [] }
  const directory = { user: async () => changed } as unknown as Effects['directory']
  const found = await setPassword.check(
    { user, lastChange },
    { ...refusing('jumpcloud-rejected'), directory, aboutToAt: undefined },
  )
  expect(found).toMatchObject({ state: 'impossible', why: { key: 'action.set-password.changed-meanwhile' } })
  const without = { ...refusing('jumpcloud-rejected'), value: undefined }
  await expect(setPassword.run({ user, lastChange }, without)).rejects.toMatchObject({ code: 'internal' })
})
