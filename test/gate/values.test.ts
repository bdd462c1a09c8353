// The sealed value alone: for one worker, one plan, two minutes, and nobody without the organisation's secret.
import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { minutes, movableClock } from '../../src/clock.ts'
import { createValues } from '../../src/gate/values.ts'
import { planHash } from '../../src/ids.ts'
import { createKeys } from '../../src/keys.ts'
import { longestValue, sealValue } from '../../src/requests/sealed-value.ts'
import { valueChannel } from '../../src/requests/send-value.ts'
import { aHash, anId } from '../store/rows.ts'

const keys = createKeys('a secret of thirty-two characters')
const value = 'Correct-Horse-7 ☂'

function setUp() {
  const clock = movableClock()
  const values = createValues({ keys, clock })
  const request = { id: anId(), planHash: planHash.parse(aHash()) }
  const about = () => ({ request: request.id, hash: request.planHash, at: clock.now() })
  const seal = (changed: { text?: string; with?: typeof keys } = {}) =>
    sealValue(changed.with ?? keys, values.own, about(), changed.text ?? value)
  return { clock, values, request, seal, about }
}

test('what is sealed to a worker is held there for its plan, until it was used and forgotten', () => {
  const { values, request, seal } = setUp()
  const message = seal()
  expect(message).not.toContain(value)
  expect(values.take(message)).toMatchObject({ request: request.id })
  expect(values.held(request)).toEqual({ text: value, isFresh: true })
  values.used(request.id)
  expect(values.held(request)).toEqual({ text: value, isFresh: false })
  values.forget(request.id)
  expect(values.held(request)).toBeUndefined()
})

test('it serves no other plan of the same request, and no other request', () => {
  const { values, request, seal } = setUp()
  values.take(seal())
  expect(values.held({ ...request, planHash: planHash.parse(aHash()) })).toBeUndefined()
  expect(values.held({ ...request, id: anId() })).toBeUndefined()
})

test('after two minutes it is gone, and a message of then opens nothing', () => {
  const { clock, values, request, seal } = setUp()
  const message = seal()
  values.take(message)
  clock.advance(minutes(2) + 1)
  expect(values.held(request)).toBeUndefined()
  expect(values.take(message)).toBeUndefined()
})

test('a message that comes again does not replace what was typed since', () => {
  const { clock, values, request, seal } = setUp()
  const first = seal()
  clock.advance(1000)
  values.take(seal({ text: 'the second one' }))
  expect(values.take(first)).toBeUndefined()
  expect(values.held(request)?.text).toBe('the second one')
})

test('another worker, another secret and every changed field open nothing', () => {
  const { values, seal, about } = setUp()
  const other = createValues({ keys, clock: movableClock() })
  expect(values.take(sealValue(keys, other.own, about(), value))).toBeUndefined()
  expect(values.take(seal({ with: createKeys('another secret of 32 characters.') }))).toBeUndefined()
  const fields = JSON.parse(seal()) as Record<string, string>
  const changed: Record<string, unknown> = {
    worker: randomUUID(),
    request: anId(),
    hash: aHash(),
    at: new Date(about().at.getTime() + 1).toISOString(),
    ephemeral: values.own.publicKey,
    sealed: `${fields.sealed?.slice(0, -2)}AA`,
    mac: aHash(),
  }
  expect(Object.keys(changed).sort()).toEqual(Object.keys(fields).sort())
  for (const [name, by] of Object.entries(changed))
    expect(values.take(JSON.stringify({ ...fields, [name]: by })), name).toBeUndefined()
  for (const message of ['', '{}', 'null', '[]', JSON.stringify({ ...fields, more: 1 })])
    expect(values.take(message)).toBeUndefined()
})

test('the longest value is far from the most that PostgreSQL carries, and a channel has a plain name', () => {
  const { seal, values } = setUp()
  expect(Buffer.byteLength(seal({ text: '☂'.repeat(longestValue) }))).toBeLessThan(4000)
  expect(valueChannel(values.own.worker)).toMatch(/^latchkey_value_[0-9a-f]{32}$/)
})
