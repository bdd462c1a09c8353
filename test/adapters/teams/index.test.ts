// The Teams adapter keeps the contract of all adapters, and refuses to start as somebody else.
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import { hours, movableClock, seconds } from '../../../src/clock.ts'
import type { OpenStore } from '../../../src/store/open.ts'
import { channels, itTeam, partnerTenant } from '../../fakes/teams.ts'
import { openTestStore } from '../../store.ts'
import { card, describeAdapter } from '../contract.ts'
import { accountOf, type Bench, startBench } from './bench.ts'

let opened: Promise<OpenStore> | undefined
/** One for the whole file. */
const store = () => (opened ??= openTestStore())
afterAll(async () => (await opened)?.close())

describeAdapter('Teams', async () => {
  const bench = await startBench({ store: await store(), installed: ['maya', 'leo', 'gus'] })
  const { teams, adapter, close } = bench
  return {
    adapter,
    driver: teams,
    people: {
      employee: { name: 'maya', account: accountOf(bench, 'maya'), email: 'maya.alvarez@northwind.example' },
      colleague: { name: 'leo', account: accountOf(bench, 'leo') },
      guest: { name: 'gus', account: accountOf(bench, 'gus') },
      bot: { name: 'botley', account: accountOf(bench, 'botley') },
      foreign: { name: 'fay', account: accountOf(bench, 'fay', partnerTenant) },
    },
    mention: (user, text) => teams.mention(user, { team: itTeam, channel: channels.general }, text),
    channel: channels.audit,
    channelMessages: async () => teams.channelMessages(channels.audit),
    removeMessage: (ref) => teams.removeMessage(ref),
    close,
  }
})

describe('start and stop', () => {
  let bench: Bench
  afterEach(() => bench.close())

  const begin = async (options: Parameters<typeof startBench>[0] = {}) => {
    bench = await startBench({ store: await store(), ...options })
    return bench
  }

  test('a password that Entra does not know keeps the adapter from starting, and is not told', async () => {
    await begin({ adapter: { credential: { kind: 'password', password: 'wrong-and-secret' } } })
    const failure = await bench.start().catch((error: unknown) => error)
    expect(failure).toMatchObject({ code: 'platform-unavailable' })
    expect(String(failure)).toContain('invalid_client')
    expect(`${failure} ${JSON.stringify(failure)}`).not.toContain('wrong-and-secret')
  })

  test('an empty app id or tenant is refused at once: the SDK would take everybody in', async () => {
    await begin()
    for (const adapter of [{ appId: '' }, { tenantId: '' }])
      await expect(startBench({ store: await store(), adapter })).rejects.toThrow('empty')
  })

  test('before the start and after the stop Teams is asked to come again', async () => {
    await begin()
    expect(bench.adapter.isReady()).toBe(false)
    await expect(bench.teams.say('maya', 'too early')).rejects.toThrow('503')
    await bench.start()
    await bench.teams.say('maya', 'in time')
    expect(bench.adapter.isReady()).toBe(true)
    await bench.adapter.stop()
    expect(bench.adapter.isReady()).toBe(false)
    await expect(bench.teams.say('maya', 'too late')).rejects.toThrow('503')
    expect(bench.received).toMatchObject([{ text: 'in time' }])
  })

  test('it is not ready once Entra says no to its password, and is again when that is mended', async () => {
    const clock = movableClock()
    await begin({ clock, installed: ['maya'] })
    await bench.start()
    const deliver = () =>
      bench.adapter.deliver({ to: 'person', account: accountOf(bench, 'maya') }, card(), { key: 'k' })
    bench.teams.state.password = 'another'
    clock.advance(hours(1))
    await expect(deliver()).rejects.toMatchObject({ code: 'platform-unavailable' })
    expect(bench.adapter.isReady()).toBe(false)
    // Told once, however many deliveries fail after it.
    await expect(deliver()).rejects.toMatchObject({ code: 'platform-unavailable' })
    const account = { platform: 'teams', tenant: bench.teams.tenant, user: `28:${bench.teams.appId}` }
    expect(bench.received.splice(0)).toMatchObject([{ kind: 'shut-out', why: 'revoked', account }])
    bench.teams.state.password = bench.teams.password
    await deliver()
    expect(bench.adapter.isReady()).toBe(true)
    bench.teams.fail({ call: 'POST token', times: 1, kind: 'status', status: 503 })
    clock.advance(hours(1))
    await expect(deliver()).rejects.toMatchObject({ code: 'platform-unavailable' })
    expect(bench.adapter.isReady()).toBe(true)
    expect(bench.received).toEqual([])
  })

  test('before the start nothing is read and nothing is sent', async () => {
    await begin()
    const to = { to: 'person', account: accountOf(bench, 'maya') } as const
    await expect(bench.adapter.deliver(to, card(), { key: 'k' })).rejects.toMatchObject({
      code: 'platform-unavailable',
    })
    await expect(bench.adapter.profile(to.account)).rejects.toMatchObject({ code: 'platform-unavailable' })
    expect(bench.teams.calls()).toEqual([])
  })

  test('without Microsoft’s signing keys Teams is asked to come again, and then taken in', async () => {
    const clock = movableClock()
    await begin({ clock })
    await bench.start()
    bench.teams.fail({ call: 'GET keys', times: 1, kind: 'status', status: 500 })
    for (const _ of [1, 2]) await expect(bench.teams.say('maya', 'hello')).rejects.toThrow('503')
    expect(bench.told.join()).toContain('signing keys')
    clock.advance(seconds(6))
    await bench.teams.say('maya', 'hello')
    expect(bench.received).toHaveLength(1)
  })
})
