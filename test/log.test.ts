// The log: no secret in any of its forms, nothing personal at any depth, and errors that still say what happened.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { LatchkeyError } from '../src/errors.ts'
import { createLog } from '../src/log.ts'

function logging(...secrets: string[]) {
  const lines: string[] = []
  const log = createLog({ level: 'debug', secrets, destination: { write: (line) => void lines.push(line) } })
  const entries = () => lines.map((line) => z.record(z.string(), z.unknown()).parse(JSON.parse(line)))
  return { log, lines, entries, all: () => lines.join('') }
}

describe('a secret', () => {
  const forms: [string, (secret: string) => string][] = [
    ['as it is', (secret) => secret],
    ['in an address', (secret) => encodeURIComponent(secret)],
    ['in a form', (secret) => new URLSearchParams({ secret }).toString()],
    ['in JSON', (secret) => JSON.stringify({ secret })],
    ['in base64', (secret) => Buffer.from(secret).toString('base64')],
    ['in base64 of an address', (secret) => Buffer.from(secret).toString('base64url')],
    ['in a Basic header', (secret) => `Basic ${Buffer.from(`latchkey:${secret}`).toString('base64')}`],
    ['behind a longer id', (secret) => Buffer.from(`latchkey-7:${secret}`).toString('base64')],
    ['between other things', (secret) => Buffer.from(`id:${secret}:end`).toString('base64')],
    ['in hex', (secret) => Buffer.from(secret).toString('hex')],
    ['in upper hex', (secret) => Buffer.from(secret).toString('hex').toUpperCase()],
  ]
  const places: [string, (log: ReturnType<typeof logging>['log'], said: string) => void][] = [
    ['message', (log, said) => log.info(`called with ${said}`)],
    ['field', (log, said) => log.info({ url: said }, 'called')],
    ['name of a field', (log, said) => log.info({ [said]: 1 }, 'called')],
    ['deep field', (log, said) => log.info({ a: { b: [{ c: { d: said } }] } }, 'called')],
    ['error', (log, said) => log.error({ err: new Error(said) }, 'failed')],
    ['cause', (log, said) => log.error({ err: new Error('outer', { cause: new Error(said) }) }, 'failed')],
    ['child', (log, said) => log.child({ call: said }).info('called')],
  ]
  const whole = z.string().min(1)
  const secret = fc
    .string({ unit: fc.constantFrom(...'abcXYZ019+/=%&"\\\n ~!*(\'é€🙂'), minLength: 24, maxLength: 48 })
    .filter((one) => new Set(one).size > 4 && !/^\w{0,5}$/.test(one))

  test.each(forms)('%s is in no line', (_form, shape) => {
    fc.assert(
      fc.property(secret, fc.nat(places.length - 1), (one, nth) => {
        const { log, all } = logging('another-secret', one)
        const said = shape(one)
        places[nth]?.[1](log, said)
        const printed = whole.parse(all())
        // The longest piece of this form that holds nothing but the secret.
        const core = said.includes(one) ? one : said.slice(Math.ceil(said.length / 3), -6)
        expect(printed).not.toContain(core)
        expect(printed).not.toContain(JSON.stringify(core).slice(1, -1))
        expect(printed).toContain('[removed]')
      }),
      { numRuns: 30 },
    )
  })

  test('that begins with another one leaves no end behind', () => {
    const { log, all } = logging('abcdef', 'abcdefghij', 'defghijklm')
    log.info('abcdefghij abcdef defghijklm')
    expect(all()).toMatch(/"\[removed\] \[removed\] \[removed\]"/)
  })

  test('of a few signs is not looked for: it would take every word apart', () => {
    const { log, all } = logging('', 'a', 'abc')
    log.info('abcabc')
    expect(all()).toContain('abcabc')
  })

  test('leaves the line whole JSON', () => {
    const { log, entries } = logging('level40', 'secret\\"x')
    log.warn({ at: 'secret\\"x' }, 'done')
    expect(entries()).toMatchObject([{ msg: 'done', at: '[removed]' }])
  })
})

describe('what is personal', () => {
  const personal =
    'email Email password newPassword token access_token accessToken x-api-key apiKey secret client_secret'
  const more = 'code text words values key authorization Authorization displayName display_name cookie set-cookie'

  test.each(`${personal} ${more}`.split(' '))('%s is removed at any depth', (name) => {
    const { log, all } = logging()
    let nested: object = { [name]: 'CANARY' }
    for (let depth = 0; depth < 14; depth += 1) {
      log.info({ nested, list: [nested] }, 'said')
      nested = depth % 2 === 0 ? { inner: nested } : { list: [1, nested] }
    }
    log.info({ [name]: { inside: 'CANARY' } })
    log.info({ told: { toJSON: () => ({ [name]: 'CANARY' }) } })
    expect(all()).not.toContain('CANARY')
    expect(all()).toContain('said')
  })

  test('is removed from a child’s own fields', () => {
    const { log, all } = logging()
    log.child({ email: 'CANARY', token: 'CANARY' }).info('said')
    expect(all()).not.toContain('CANARY')
  })

  test('ids, counts and times stay', () => {
    const { log, entries } = logging()
    const at = new Date('2026-11-23T09:00:00Z')
    log.info({ request: 'R-1042', attempts: 3, at, ok: true, none: null, list: [1, 'a'], statusCode: 503 }, 'said')
    expect(entries()[0]).toMatchObject({
      request: 'R-1042',
      attempts: 3,
      at: at.toISOString(),
      ok: true,
      none: null,
      list: [1, 'a'],
      statusCode: 503,
      msg: 'said',
    })
  })

  test('bytes, circles and depths are left out instead of printed or followed', () => {
    const { log, entries, all } = logging()
    const circle: { inner?: object; name: string } = { name: 'circle' }
    circle.inner = circle
    log.info({ circle, bytes: Buffer.from('CANARY'), view: new Uint8Array(Buffer.from('CANARY')) }, 'said')
    expect(entries()[0]).toMatchObject({ bytes: '[removed]', view: '[removed]', msg: 'said' })
    expect(all()).not.toContain(JSON.stringify([...Buffer.from('CANARY')]).slice(1, -1))
  })
})

describe('an error', () => {
  test('says its code, its message and where, and the same of its causes', () => {
    const { log, entries } = logging()
    const cause = new TypeError('fetch failed', { cause: new Error('connect ECONNREFUSED') })
    log.error({ err: new LatchkeyError('jumpcloud-unavailable', { reason: 'no answer' }, { cause }) }, 'failed')
    expect(entries()[0]?.err).toMatchObject({
      type: 'LatchkeyError',
      code: 'jumpcloud-unavailable',
      message: expect.stringContaining('no answer'),
      stack: expect.stringContaining('log.test.ts'),
      cause: { type: 'TypeError', message: 'fetch failed', cause: { message: 'connect ECONNREFUSED' } },
    })
  })

  test('says nothing of what a library hung on it, wherever it stands', () => {
    const { log, all } = logging()
    const loaded = Object.assign(new Error('failed'), { response: { body: 'CANARY' }, headers: ['CANARY'] })
    log.error(loaded)
    log.error({ err: new Error('outer', { cause: loaded }) })
    log.error({ error: loaded, list: [loaded], deep: { cause: loaded } })
    expect(all()).not.toContain('CANARY')
    expect(all().match(/"message":"failed"/g)).toHaveLength(5)
  })

  test('that is its own cause ends; what is no error says only what kind of thing it is', () => {
    const { log, entries } = logging()
    const endless = new Error('endless')
    endless.cause = endless
    log.error({ err: endless }, 'first')
    for (const thrown of ['CANARY', { email: 'CANARY' }, undefined, 7]) log.error({ err: thrown }, 'thrown')
    log.error({ err: new Error('outer', { cause: 'CANARY' }) }, 'last')
    expect(entries().map(({ msg }) => msg)).toEqual(['first', 'thrown', 'thrown', 'thrown', 'thrown', 'last'])
    expect(JSON.stringify(entries())).not.toContain('CANARY')
  })
})

test('nothing below its level is written, and each line says when', () => {
  const lines: string[] = []
  const log = createLog({ level: 'warn', secrets: [], destination: { write: (line) => void lines.push(line) } })
  log.info('quiet')
  log.warn('loud')
  expect(lines).toHaveLength(1)
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    level: 40,
    msg: 'loud',
    time: expect.stringMatching(/^\d{4}-.*Z$/),
  })
  expect(lines[0]).not.toMatch(/"pid"|"hostname"/)
})
