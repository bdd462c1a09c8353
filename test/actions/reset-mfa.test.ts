// Resetting a second factor: known by the end of its window, and never done twice.
import { expect, test } from 'vitest'
import resetMfa from '../../src/actions/reset-mfa.ts'
import { phone } from '../sandbox/api.ts'
import { personId } from '../skills/ask.ts'
import { actionContract } from './contract.ts'

const input = {
  user: personId('leo.brandt'),
  devices: [phone('leo.brandt')],
  hasPasskey: false,
  minutes: 60,
  totpSince: null,
}

actionContract(resetMfa, {
  toDo: input,
  already: undefined,
  impossible: [[{ ...input, user: personId('sam.kowalski') }, /not active/]],
  will: /^Take Leo Brandt’s second factor away, and let Leo Brandt set up a new one$/,
  done: 'Took Leo Brandt’s second factor away: a new one can be set up now',
})

test('the window is an hour or so, a day at the most, and its devices are a list of ids', () => {
  for (const minutes of [4, 1441, 10_080, 0.5, Number.NaN])
    expect(resetMfa.input.safeParse({ ...input, minutes }).success).toBe(false)
  for (const minutes of [5, 60, 1440]) expect(resetMfa.input.safeParse({ ...input, minutes }).success).toBe(true)
  for (const device of ['', '../x', '__proto__', 'a/b'])
    expect(resetMfa.input.safeParse({ ...input, devices: [device] }).success).toBe(false)
})
