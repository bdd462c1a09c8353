// The derived keys: what is sealed by them opens only as it was sealed, and nothing else passes for it.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hasCode } from '../src/errors.ts'
import { createKeys } from '../src/keys.ts'

const keys = createKeys('a-secret-of-thirty-two-characters')
const others = createKeys('another-secret-of-32-characters..')
const thrownBy = (work: () => unknown): unknown => {
  try {
    return work()
  } catch (error) {
    return error
  }
}

test('a secret is at least 32 characters long', () => {
  expect(() => createKeys('x'.repeat(31))).toThrow('at least 32')
  expect(createKeys('f0'.repeat(32)).mac('plan', {})).toMatch(/^[0-9a-f]{64}$/)
})

test('a MAC holds for one kind and one value, in whatever order its fields are written', () => {
  const mac = keys.mac('vote', { plan: 'p', person: 'a', decision: 'approve' })
  expect(keys.isMac('vote', { decision: 'approve', person: 'a', plan: 'p' }, mac)).toBe(true)
  expect(keys.isMac('plan', { decision: 'approve', person: 'a', plan: 'p' }, mac)).toBe(false)
  expect(keys.isMac('vote', { decision: 'deny', person: 'a', plan: 'p' }, mac)).toBe(false)
  expect(others.isMac('vote', { decision: 'approve', person: 'a', plan: 'p' }, mac)).toBe(false)
})

test('nothing but the MAC is one', () => {
  const mac = keys.mac('vote', {})
  const notMacs = [
    null,
    undefined,
    '',
    mac.slice(1),
    `${mac}0`,
    mac.toUpperCase(),
    '\u00e9'.repeat(64),
    { length: 64 },
    0,
  ]
  expect(notMacs.filter((given) => keys.isMac('vote', {}, given))).toEqual([])
})

test('any changed field changes the MAC', () => {
  const value = fc.record({ a: fc.string(), b: fc.integer(), c: fc.array(fc.string()) })
  fc.assert(
    fc.property(value, value, (one, two) => {
      expect(keys.isMac('row', one, keys.mac('row', two))).toBe(JSON.stringify(one) === JSON.stringify(two))
    }),
  )
})

test('a digest is keyed, and its kind is no part of the text', () => {
  expect(keys.digest('code', '123456')).toBe(keys.digest('code', '123456'))
  const different = [
    keys.digest('code', '123456'),
    keys.digest('handle', '123456'),
    keys.digest('code1', '23456'),
    others.digest('code', '123456'),
  ]
  expect(new Set(different).size).toBe(4)
})

test('what is sealed opens about the same thing, and is never sealed twice alike', () => {
  fc.assert(
    fc.property(fc.uint8Array(), fc.string(), (bytes, about) => {
      expect(keys.open(about, keys.seal(about, bytes))).toEqual(Buffer.from(bytes))
    }),
  )
  expect(keys.seal('a', Buffer.from('text'))).not.toBe(keys.seal('a', Buffer.from('text')))
})

test('what was changed, cut, moved or sealed under another secret does not open', () => {
  const sealed = keys.seal('person/a', Buffer.from('Maya'))
  const flipped = sealed.slice(0, 20) + (sealed[20] === 'A' ? 'B' : 'A') + sealed.slice(21)
  const attempts = [
    () => keys.open('person/b', sealed),
    () => others.open('person/a', sealed),
    () => keys.open('person/a', flipped),
    () => keys.open('person/a', sealed.slice(0, -2)),
    () => keys.open('person/a', sealed.slice(0, 10)),
    () => keys.open('person/a', `v2.${sealed.slice(3)}`),
    () => keys.open('person/a', ''),
  ]
  for (const attempt of attempts) {
    const error = thrownBy(attempt)
    expect(hasCode(error, 'tampered')).toBe(true)
    expect(String(error)).not.toContain('Maya')
  }
})
