// The metrics after real conversations: they say what happened and what waits, and name nobody.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createMetrics, type Metrics } from '../src/metrics.ts'
import { say } from '../src/outbox/notices.ts'
import { people } from '../src/sandbox/company/people.ts'
import type { Figures } from '../src/store/figures.ts'
import { askForGroup, askToUnlock, startTestLatchkey, type TestLatchkey, typeCode } from './latchkey.ts'

const nothing: Figures = {
  requests: [],
  overdueSeconds: 0,
  jobs: [],
  messages: { count: 0, oldestSeconds: 0 },
  incoming: { count: 0, oldestSeconds: 0 },
  platforms: [],
  ledger: { after: 0, last: 0, events: [] },
}
const textOf = async (metrics: Metrics, figures: Partial<Figures> = {}) =>
  (await metrics.page(async (after) => ({ ...nothing, ledger: { ...nothing.ledger, after }, ...figures }))).text

describe('after an unlock, an approval that is open, and an outsider', () => {
  let it: TestLatchkey
  let page: string
  beforeAll(async () => {
    it = await startTestLatchkey({
      others: [{ user: 'gil', name: 'Gil Guest', email: 'gil@elsewhere.example', outsider: 'guest' }],
    })
    const push = await askToUnlock(it, 'maya.alvarez')
    await typeCode(it, 'maya.alvarez', push.code)
    await it.phone('maya.alvarez').accept(push.id)
    await it.settled()
    await askForGroup(it, 'leo.brandt')
    await it.settled()
    await it.chat.say('gil', 'unlock maya please')
    await it.settled()
    page = (await it.latchkey.metrics()).text
  })
  afterAll(() => it.stop())

  /** The value of one line; the labels in any order. */
  function shown(name: string, labels: Record<string, string> = {}): number | undefined {
    const line = page
      .split('\n')
      .find(
        (one) =>
          one.replace(/[{ ].*/, '') === name &&
          Object.entries(labels).every(([label, value]) => one.includes(`${label}="${value}"`)),
      )
    return line === undefined ? undefined : Number(line.slice(line.lastIndexOf(' ')))
  }

  test('they count what came, what JumpCloud said, what was proven and done, and what was told', () => {
    expect(shown('latchkey_incoming_total', { kind: 'message', result: 'taken' })).toBe(2)
    expect(shown('latchkey_incoming_total', { kind: 'refused', result: 'refused' })).toBe(1)
    expect(shown('latchkey_acknowledgement_seconds_count', { platform: 'test' })).toBeGreaterThanOrEqual(6)
    expect(
      shown('latchkey_jumpcloud_calls_total', { endpoint: 'POST /systemusers/{user}/unlock', status: '200' }),
    ).toBe(1)
    expect(
      shown('latchkey_jumpcloud_call_seconds_count', { endpoint: 'GET /systemusers/{user}' }),
    ).toBeGreaterThanOrEqual(2)
    for (const event of ['proof.completed', 'step.about-to', 'step.did', 'request.done', 'outsider.refused'])
      expect(shown('latchkey_ledger_records_total', { event }), event).toBe(1)
    expect(shown('latchkey_messages_total', { platform: 'test', result: 'sent' })).toBeGreaterThanOrEqual(6)
    expect(shown('latchkey_first_reply_seconds_count', { platform: 'test' })).toBeGreaterThanOrEqual(3)
    expect(shown('latchkey_jobs_total', { job: 'take-turn', result: 'done' })).toBeGreaterThanOrEqual(5)
  })

  test('they say what waits', () => {
    expect(shown('latchkey_store_reachable')).toBe(1)
    expect(shown('latchkey_requests_open', { state: 'approving' })).toBe(1)
    expect(shown('latchkey_requests_open', { state: 'done' })).toBeUndefined()
    expect(shown('latchkey_messages_waiting')).toBe(0)
    expect(shown('latchkey_incoming_waiting')).toBe(0)
    expect(shown('latchkey_request_overdue_seconds')).toBe(0)
    expect(shown('latchkey_platform_ready', { platform: 'test' })).toBe(1)
  })

  test('no name, address, id or number of a person or a request is in them', async () => {
    const labels = page.replaceAll(/ [\d.e+-]+$/gm, '')
    const { id, planHash } = await it.requestOf('leo.brandt')
    const names = people.flatMap(({ username, first, last }) => [username, first, last]).filter((name) => name !== '')
    const strange = [...names, 'gil', 'Guest', 'northwind', 'Looker', 'audit', id, planHash].filter((name) =>
      new RegExp(`\\b${name}\\b`, 'i').test(labels),
    )
    expect(strange).toEqual([])
    expect(labels).toContain('latchkey_incoming_total{platform="test"')
    expect(labels).not.toMatch(/@|[0-9a-f]{16}|[0-9a-f]{8}-[0-9a-f]{4}/)
  })

  test('asked again, records are counted once', async () => {
    const [one, other] = await Promise.all([it.latchkey.metrics(), it.latchkey.metrics()])
    const count = /^latchkey_ledger_records_total\{event="proof.completed"\} 1$/m
    expect(one.text).toMatch(count)
    expect(other.text).toMatch(count)
  })

  test('while the platform is down, messages are seen to wait', async () => {
    it.chat.troubles.isDown = true
    const title = (await it.requestOf('leo.brandt')).shown.title
    await it.core.store.tx((tx) => say(tx, it.core, it.chat.account('leo.brandt'), { tone: 'plain', title }))
    await it.settled()
    page = (await it.latchkey.metrics()).text
    expect(shown('latchkey_messages_waiting')).toBe(1)
    expect(shown('latchkey_messages_total', { result: 'platform-unavailable' })).toBeGreaterThanOrEqual(1)
    it.chat.troubles.isDown = false
  })
})

test('while the store does not answer, the rest is told all the same', async () => {
  const metrics = createMetrics()
  metrics.http({ route: 'none', status: 401, ms: 3 })
  const { text } = await metrics.page(() => Promise.reject(new Error('no store')))
  expect(text).toMatch(/^latchkey_store_reachable 0$/m)
  expect(text).toMatch(/^latchkey_http_request_seconds_count\{route="none",status="401"\} 1$/m)
  expect(await textOf(metrics)).toMatch(/^latchkey_store_reachable 1$/m)
})

test('a first reply is counted once, for whoever waited, and only when it arrived', async () => {
  const metrics = createMetrics()
  const deliver = (account: string, result: string) => metrics.delivered({ platform: 'test', result, account })
  const replies = async () =>
    Number(/^latchkey_first_reply_seconds_count\{platform="test"\} (\d+)$/m.exec(await textOf(metrics))?.[1] ?? 0)
  deliver('leo', 'sent')
  metrics.asked('maya')
  metrics.asked('maya')
  deliver('leo', 'sent')
  deliver('maya', 'platform-unavailable')
  expect(await replies()).toBe(0)
  deliver('maya', 'sent')
  deliver('maya', 'sent')
  expect(await replies()).toBe(1)
})
