// The playground keeps the contract of all adapters, and plays with nothing but the sandbox.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, test } from 'vitest'
import { createPlaygroundDriver } from '../../../adapters/playground/driver.ts'
import { createPlayground } from '../../../adapters/playground/index.ts'
import { systemClock } from '../../../src/clock.ts'
import type { ChatDriver } from '../../../src/demo/driver.ts'
import { createRecorder, describeAdapter } from '../contract.ts'
import { accountOf, cast, prepare } from './harness.ts'

describeAdapter('The playground', async () => {
  const { playground, sandbox } = await prepare()
  // The address is known only once the suite has started the adapter.
  const late = () => createPlaygroundDriver(playground.url())
  const driver: ChatDriver = {
    say: (...given) => late().say(...given),
    press: (user, label) => at(user).press(user, label),
    link: (...given) => late().link(...given),
    choose: (user, option) => at(user).choose(user, option),
    submit: (user, values) => at(user).submit(user, values),
    messages: (user) => late().messages(user),
    waitFor: (...given) => late().waitFor(...given),
  }
  const drivers = new Map<string, ReturnType<typeof late>>()
  const at = (user: string) => {
    const own = drivers.get(user) ?? late()
    drivers.set(user, own)
    return own
  }
  return {
    adapter: playground,
    driver,
    people: {
      employee: { name: 'maya', account: accountOf('maya'), email: 'maya.alvarez@northwind.example' },
      colleague: { name: 'leo', account: accountOf('leo') },
      guest: { name: 'gil', account: accountOf('gil') },
      bot: { name: 'otto', account: accountOf('otto') },
      foreign: { name: 'fay', account: accountOf('fay', 'not-playground') },
    },
    mention: (user, text) => late().mention(user, text),
    channel: 'audit',
    channelMessages: () => late().audit(),
    removeMessage: playground.remove,
    close: () => sandbox.close(),
  }
})

describe('only the sandbox', () => {
  const options = {
    cast,
    ledger: { tail: async () => [] },
    clock: { now: systemClock.now, advance() {} },
    onClockMoved: async () => {},
  }

  test.each([
    'https://console.jumpcloud.com',
    'http://console.jumpcloud.com',
    'http://localhost.evil.example',
    'http://127.0.0.1.evil.example',
    'http://127.0.0.1@evil.example',
    'http://someone@127.0.0.1:3999',
    'https://127.0.0.1:3999',
    'http://10.0.0.1:3999',
    'http://0.0.0.0:3999',
    'file:///tmp',
    'not an address',
    '',
  ])('refuses %j', (sandboxUrl) => {
    expect(() => createPlayground({ ...options, sandboxUrl })).toThrow(expect.objectContaining({ code: 'not-allowed' }))
  })

  test('refuses to start with a server on this machine that is no sandbox', async () => {
    const other = createServer((_request, response) => response.end('{"results":[]}'))
    other.listen(0, '127.0.0.1')
    await new Promise((listening) => other.once('listening', listening))
    const sandboxUrl = `http://127.0.0.1:${(other.address() as AddressInfo).port}`
    const playground = createPlayground({ ...options, sandboxUrl })
    await expect(playground.start(createRecorder().inbox)).rejects.toMatchObject({ code: 'not-allowed' })
    await playground.stop()
    other.close()
  })

  test('two members of the cast never share one id', () => {
    const twice = [...cast, ...cast.slice(0, 1)]
    expect(() => createPlayground({ ...options, cast: twice, sandboxUrl: 'http://127.0.0.1:1' })).toThrow('share')
  })
})
