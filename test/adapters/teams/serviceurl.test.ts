// Five hundred hostile addresses of a service: none is written to, none is given the token, none gets its activity in.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createServiceUrls } from '../../../adapters/teams/serviceurl.ts'
import { messageActivity } from '../../fakes/teams-activities.ts'
import { getPerson } from '../../fakes/teams-state.ts'
import { signToken } from '../../fakes/teams-token.ts'
import { card } from '../contract.ts'
import { hostileAddresses } from './addresses.ts'
import { accountOf, type Bench, inParallel, startBench } from './bench.ts'
import { claimsOf } from './tokens.ts'

const seed = 20_261_123
const host = 'smba.trafficmanager.net'

describe('in the public cloud', () => {
  const urls = createServiceUrls({})

  test.each([
    'https://smba.trafficmanager.net/amer/',
    'https://smba.trafficmanager.net/teams',
    'https://smba.trafficmanager.net/emea/11111111-2222-4333-8444-555555555555/',
    'https://smba.trafficmanager.net',
    urls.usual,
  ])('%s is a service', (address) => {
    expect(urls.isService(address)).toBe(true)
    expect(urls.mayCarryToken(`${address.replace(/\/$/, '')}/v3/conversations/a%3A1/activities`)).toBe(true)
  })

  test('500 that only look like it are none', () => {
    fc.assert(
      fc.property(hostileAddresses(host, 'evil.example'), (address) => {
        expect(urls.isService(address), address).toBe(false)
      }),
      { seed, numRuns: 500 },
    )
  })

  test('a token goes to no other origin, however its address is spelt', () => {
    fc.assert(
      fc.property(hostileAddresses(host, 'evil.example'), (address) => {
        const parsed = URL.parse(address)
        const isSame =
          parsed !== null && parsed.origin === `https://${host}` && parsed.username === '' && parsed.password === ''
        expect(urls.mayCarryToken(address), address).toBe(isSame)
      }),
      { seed, numRuns: 500 },
    )
  })

  test('a government cloud is named in the options, and is then the only one', () => {
    const gcc = createServiceUrls({ connectorHosts: ['smba.infra.gcc.teams.microsoft.com'] })
    expect(gcc.isService('https://smba.infra.gcc.teams.microsoft.com/gcc/')).toBe(true)
    expect(gcc.isService('https://smba.trafficmanager.net/amer/')).toBe(false)
    expect(gcc.usual).toBe('https://smba.infra.gcc.teams.microsoft.com/teams/')
  })

  test('with a login on this machine nothing elsewhere is a service', () => {
    const own = createServiceUrls({ loginUrl: 'http://127.0.0.1:4000' })
    expect(own.isService('http://127.0.0.1:4000/amer/')).toBe(true)
    for (const address of ['https://smba.trafficmanager.net/amer/', 'http://127.0.0.1:4001/', 'http://localhost:4000/'])
      expect(own.isService(address) || own.mayCarryToken(address), address).toBe(false)
  })
})

describe('over the wire', () => {
  let bench: Bench
  /** Somebody else on this machine, who hopes for a request. */
  const caught: string[] = []
  const trap = createServer((request, response) => {
    caught.push(`${request.url} ${request.headers.authorization}`)
    response.end('{}')
  })
  let trapHost = ''
  let ownHost = ''

  beforeAll(async () => {
    bench = await startBench({ installed: ['maya'] })
    await bench.start()
    await new Promise<void>((resolve) => trap.listen(0, '127.0.0.1', resolve))
    trapHost = `127.0.0.1:${(trap.address() as AddressInfo).port}`
    ownHost = new URL(bench.teams.loginUrl).host
  })
  afterAll(async () => {
    await bench.adapter.stop()
    await bench.close()
    trap.closeAllConnections()
    await new Promise((resolve) => trap.close(resolve))
  })

  /** On this machine the allowed origin is one of http, so the plain ways to it are no attack here. */
  const isHonest = (address: string) =>
    address.startsWith(`${bench.teams.loginUrl}/`) || address === bench.teams.loginUrl
  const hostile = (count: number) =>
    fc.sample(
      hostileAddresses(ownHost, trapHost).filter((address) => !isHonest(address)),
      { seed, numRuns: count },
    )

  test('500 signed activities with a hostile address are not taken in, and nobody is written to', {
    timeout: 120_000,
  }, async () => {
    const { teams, received } = bench
    const maya = getPerson(teams.state, 'maya')
    await inParallel(hostile(500), async (serviceUrl) => {
      const token = signToken({ claims: claimsOf(teams, { serviceurl: serviceUrl }) })
      const { status } = await teams.post(messageActivity(teams.state, maya, serviceUrl, 'hello'), { token })
      expect([400, 401, 403], serviceUrl).toContain(status)
    })
    expect(received).toEqual([])
    expect(caught).toEqual([])
  })

  test('a hostile address that got into the store is not written to', async () => {
    const account = accountOf(bench, 'maya')
    const known = await bench.references.find(account)
    if (known === undefined) throw new Error('Maya is known')
    const before = bench.teams.calls().length
    // What a database cannot hold cannot have got into it.
    for (const serviceUrl of hostile(100).filter((address) => !address.includes('\u0000'))) {
      await bench.references.save({ ...known, serviceUrl })
      const attempt = bench.adapter.deliver({ to: 'person', account }, card(), { key: 'k' })
      await expect(attempt, serviceUrl).rejects.toMatchObject({ code: 'unreachable' })
      await expect(bench.adapter.profile(account), serviceUrl).rejects.toMatchObject({ code: 'unreachable' })
    }
    await bench.references.save(known)
    expect(caught).toEqual([])
    expect(bench.teams.calls()).toHaveLength(before)
  })

  test.each(['POST activities', 'GET members', 'POST token'])('a redirect from %s is not followed', async (call) => {
    const account = accountOf(bench, 'maya')
    const fresh = await startBench({ installed: ['maya'] })
    try {
      if (call !== 'POST token') await fresh.start()
      fresh.teams.fail({ call, times: 1, kind: 'redirect', to: `http://${trapHost}/caught` })
      const attempt =
        call === 'POST token'
          ? fresh.start()
          : call === 'GET members'
            ? fresh.adapter.profile(account)
            : fresh.adapter.deliver({ to: 'person', account }, card(), { key: 'k' })
      await expect(attempt).rejects.toMatchObject({ code: 'platform-unavailable' })
      expect(caught).toEqual([])
    } finally {
      await fresh.close()
    }
  })
})
