// The Slack adapter keeps the contract of all adapters, and refuses to start as somebody else.
import { afterEach, describe, expect, test } from 'vitest'
import { describeAdapter } from '../contract.ts'
import { accountOf, type Bench, startBench } from './bench.ts'

const harness = async (over: 'http' | 'socket') => {
  const { slack, adapter, close } = await startBench({ over, ackMs: 400 })
  return {
    adapter,
    driver: slack,
    people: {
      employee: { name: 'maya', account: accountOf('U0MAYA001'), email: 'maya.alvarez@northwind.example' },
      colleague: { name: 'leo', account: accountOf('U0LEO0001') },
      guest: { name: 'gus', account: accountOf('U0GUEST01') },
      bot: { name: 'botley', account: accountOf('U0OTHERBT') },
      foreign: { name: 'fay', account: accountOf('U0FOREIGN', 'T0PARTNER') },
    },
    mention: (user: string, text: string) => slack.mention(user, 'C0GENERAL', text),
    channel: 'C0AUDIT01',
    channelMessages: async () => slack.channelMessages('C0AUDIT01'),
    removeMessage: (ref: string) => slack.removeMessage(ref),
    close,
  }
}

describeAdapter('Slack over HTTP', () => harness('http'))
describeAdapter('Slack over Socket Mode', () => harness('socket'))

describe('start and stop', () => {
  let bench: Bench
  afterEach(() => bench.close())

  test('a token that Slack does not know keeps the adapter from starting, and is not told', async () => {
    bench = await startBench({ adapter: { botToken: 'xoxb-wrong-and-secret' } })
    const failure = await bench.start().catch((error: unknown) => error)
    expect(failure).toMatchObject({ code: 'platform-unavailable' })
    expect(String(failure)).toContain('invalid_auth')
    expect(String(failure)).not.toContain('xoxb')
  })

  test('a token of another app than the configured one keeps it from starting', async () => {
    bench = await startBench({ adapter: { appId: 'A0ANOTHER' } })
    await expect(bench.start()).rejects.toMatchObject({ code: 'platform-unavailable' })
  })

  test('without bots.info the app is still served, and the log says so', async () => {
    bench = await startBench()
    bench.slack.fail({ method: 'bots.info', times: 1, kind: 'error', error: 'missing_scope' })
    await bench.start()
    await bench.slack.say('maya', 'hello')
    expect(bench.received).toHaveLength(1)
    expect(bench.told.join()).toContain('did not tell the id of this app')
  })

  test('an empty signing secret is refused at once', async () => {
    bench = await startBench()
    await expect(startBench({ adapter: { signingSecret: '' } })).rejects.toThrow('empty')
  })

  test('before the start and after the stop Slack is asked to come again', async () => {
    bench = await startBench()
    await expect(bench.slack.say('maya', 'too early')).rejects.toThrow('503')
    await bench.start()
    await bench.slack.say('maya', 'in time')
    await bench.adapter.stop()
    await expect(bench.slack.say('maya', 'too late')).rejects.toThrow('503')
    expect(bench.received).toMatchObject([{ text: 'in time' }])
  })

  test('a revoked token is told to the log', async () => {
    bench = await startBench()
    await bench.start()
    await bench.slack.event({ type: 'tokens_revoked', tokens: { bot: ['U0LATCHKEY'] } })
    expect(bench.told.join()).toContain('tokens_revoked')
  })
})
