// From when a new factor counts: at once only for whoever is new, signed in freshly and has nothing that a thief could replace.
import { expect, test } from 'vitest'
import { days, hours, later, minutes } from '../../src/clock.ts'
import { usableFrom } from '../../src/proof/factors.ts'
import { type Factor, isRested } from '../../src/proof/read-factors.ts'

const now = new Date('2026-11-25T10:00:00Z')
const ago = (ms: number) => later(now, -ms)
const old: Factor = {
  id: 'f',
  person: '0'.repeat(24) as Factor['person'],
  kind: 'passkey',
  label: 'Passkey',
  credential: undefined,
  sealedAddress: undefined,
  addedAt: ago(days(2)),
  usableFrom: now,
  lastUsedAt: undefined,
}
const restsFor = (person: Parameters<typeof usableFrom>[1]) => usableFrom(now, person).getTime() - now.getTime()

test.each([
  ['a person of six days who signed in', { createdAt: ago(days(6)), isSignedIn: true, hadAny: false }, 0],
  ['a person of seven days', { createdAt: ago(days(7)), isSignedIn: true, hadAny: false }, hours(72)],
  ['a person of six days who had a factor', { createdAt: ago(days(6)), isSignedIn: true, hadAny: true }, hours(72)],
  [
    'a person of six days known by something else',
    { createdAt: ago(days(6)), isSignedIn: false, hadAny: false },
    hours(72),
  ],
  [
    'a person of whom JumpCloud does not say since when',
    { createdAt: undefined, isSignedIn: true, hadAny: false },
    hours(72),
  ],
  ['a person from the future', { createdAt: later(now, days(1)), isSignedIn: true, hadAny: false }, hours(72)],
])('%s', (_, person, rests) => {
  expect(restsFor(person)).toBe(rests)
})

test('it rests until its instant, and not a minute longer', () => {
  const added = { ...old, usableFrom: usableFrom(now, { createdAt: ago(days(900)), isSignedIn: true, hadAny: false }) }
  expect(isRested(added, later(now, hours(71) + minutes(59)))).toBe(false)
  expect(isRested(added, later(now, hours(72) + minutes(1)))).toBe(true)
})
