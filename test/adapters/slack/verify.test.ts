// The signature check agrees with an independent one on random pairs, and its window ends on both sides.
import { webcrypto } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isFromSlack } from '../../../adapters/slack/verify.ts'
import { signature } from '../../fakes/slack-wire.ts'
import { seedFor, sizeOf } from '../../prove/sizes.ts'

const now = new Date('2026-11-23T19:04:00Z')
const nowSeconds = Math.floor(now.getTime() / 1000)
const body = Buffer.from('{"type":"event_callback"}')

/** The same rule written again, on another implementation of HMAC. */
async function expected(secret: string, timestamp: string, bytes: Buffer, sent: string): Promise<boolean> {
  const age = Math.abs(now.getTime() / 1000 - Number(timestamp))
  const algorithm = { name: 'HMAC', hash: 'SHA-256' }
  const key = await webcrypto.subtle.importKey('raw', Buffer.from(secret), algorithm, false, ['sign'])
  const base = Buffer.concat([Buffer.from(`v0:${timestamp}:`), bytes])
  const digest = Buffer.from(await webcrypto.subtle.sign('HMAC', key, base)).toString('hex')
  return age <= 300 && sent === `v0=${digest}`
}

const flipped = (hex: string, at: number) => {
  const place = 3 + (at % 64)
  return `${hex.slice(0, place)}${hex[place] === '0' ? '1' : '0'}${hex.slice(place + 1)}`
}

describe('a signature', () => {
  test('is judged like an independent implementation judges it', async () => {
    let accepted = 0
    const changes = fc.constantFrom('none', 'none', 'bit', 'body', 'secret', 'time', 'case', 'short', 'version')
    const pair = fc.record({
      secret: fc.string({ minLength: 1, maxLength: 40 }),
      bytes: fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
      skew: fc.oneof(fc.integer({ min: -310, max: 310 }), fc.integer({ min: -1e8, max: 1e8 })),
      change: changes,
      at: fc.nat(),
    })
    await fc.assert(
      fc.asyncProperty(pair, async ({ secret, bytes, skew, change, at }) => {
        const timestamp = String(nowSeconds + skew)
        const good = signature(change === 'secret' ? `${secret}x` : secret, timestamp, bytes)
        const changed: Partial<Record<typeof change, string>> = {
          bit: flipped(good, at),
          case: good.toUpperCase(),
          short: good.slice(0, -1),
          version: good.replace('v0', 'v1'),
        }
        const sent = changed[change] ?? good
        const read = change === 'body' ? Buffer.concat([bytes, Buffer.from(' ')]) : bytes
        const time = change === 'time' ? String(nowSeconds + skew + 1) : timestamp
        const judged = isFromSlack({ body: read, timestamp: time, signature: sent }, secret, now)
        if (judged) accepted += 1
        expect(judged).toBe(await expected(secret, time, read, sent))
      }),
      { numRuns: sizeOf('slackSignatures'), seed: seedFor('Slack signatures') },
    )
    expect(accepted).toBeGreaterThan(50)
  })

  test.each([
    [-300, true],
    [-301, false],
    [300, true],
    [301, false],
    [31_536_000, false],
    [-3600, false],
  ])('made %i seconds from now: %s', (skew, isTaken) => {
    const timestamp = String(nowSeconds + skew)
    expect(isFromSlack({ body, timestamp, signature: signature('s', timestamp, body) }, 's', now)).toBe(isTaken)
  })

  test.each([
    '',
    '0',
    ' 1',
    '1e9',
    '-5',
    'NaN',
    `${nowSeconds}.0`,
    `+${nowSeconds}`,
    `0${nowSeconds}`,
    `${nowSeconds} `,
  ])('with the odd timestamp %j is refused though it is signed', (timestamp) => {
    expect(isFromSlack({ body, timestamp, signature: signature('s', timestamp, body) }, 's', now)).toBe(false)
  })

  test('is never valid under an empty secret, or when a part is missing', () => {
    const timestamp = String(nowSeconds)
    expect(isFromSlack({ body, timestamp, signature: signature('', timestamp, body) }, '', now)).toBe(false)
    expect(isFromSlack({ body, timestamp, signature: undefined }, 's', now)).toBe(false)
    expect(isFromSlack({ body, timestamp: undefined, signature: signature('s', timestamp, body) }, 's', now)).toBe(
      false,
    )
  })
})
