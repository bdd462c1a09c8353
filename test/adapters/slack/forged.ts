// Forged, damaged, replayed and misaddressed requests in families, each made anew from a seeded source of chance.
import { createHmac } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { contentType, signature } from '../../fakes/slack-wire.ts'

export interface Forged {
  method?: string
  path?: string
  headers: Record<string, string | string[]>
  body: Buffer
  /** What is written to the socket instead of a request that Node would make. */
  raw?: string
}

/** Numbers from 0 up to, but not including, 1. */
export type Chance = () => number

/** Mulberry32: the same seed gives the same requests. */
export function chanceOf(seed: number): Chance {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

export interface Forge {
  chance: Chance
  secret: string
  /** Unix seconds. */
  now: number
  /** Bodies as Slack makes them, all different; what is dispatched of them says "forged". */
  event(rest?: Record<string, unknown>): Record<string, unknown>
  press(rest?: Record<string, unknown>): Record<string, unknown>
  submit(rest?: Record<string, unknown>): Record<string, unknown>
  command(rest?: Record<string, string>): Record<string, string>
  /** A request that was taken in before, byte for byte. */
  captured(): Forged
}

const pick = <One>(chance: Chance, from: readonly One[]): One => from[Math.floor(chance() * from.length)] as One
const number = (chance: Chance, from: number, to: number): number => from + Math.floor(chance() * (to - from))
const hex = (chance: Chance, length: number): string =>
  Array.from({ length }, () => '0123456789abcdef'[Math.floor(chance() * 16)]).join('')

const json = (value: unknown): Buffer => Buffer.from(JSON.stringify(value))
const form = (fields: Record<string, string>): Buffer => Buffer.from(new URLSearchParams(fields).toString())
const asForm = (payload: unknown): Buffer => form({ payload: JSON.stringify(payload) })

interface Sealing {
  kind?: 'json' | 'form'
  secret?: string
  ts?: string
  headers?: Record<string, string | string[]>
}

/** Rightly signed unless told otherwise. */
function sealed(
  forge: Forge,
  body: Buffer,
  { kind = 'json', secret = forge.secret, ts = `${forge.now}`, headers = {} }: Sealing = {},
): Forged {
  return {
    body,
    headers: {
      'content-type': contentType[kind],
      'x-slack-request-timestamp': ts,
      'x-slack-signature': signature(secret, ts, body),
      ...headers,
    },
  }
}

/** A form, rightly signed and whole. */
export const signedForm = (forge: Forge, fields: Record<string, string>): Forged =>
  sealed(forge, form(fields), { kind: 'form' })

const without = (forged: Forged, name: string): Forged => {
  const { [name]: _, ...headers } = forged.headers
  return { ...forged, headers }
}

const signedAs = (forge: Forge, how: (right: string, base: Buffer) => string): Forged => {
  const made = sealed(forge, json(forge.event()))
  const base = Buffer.concat([Buffer.from(`v0:${forge.now}:`), made.body])
  return {
    ...made,
    headers: { ...made.headers, 'x-slack-signature': how(signature(forge.secret, forge.now, made.body), base) },
  }
}

const flipped = (right: string, place: number): string =>
  `${right.slice(0, place)}${right[place] === '0' ? '1' : '0'}${right.slice(place + 1)}`

/** Not signed by Slack: everything that somebody without the secret can send. */
const unsigned: Record<string, (forge: Forge) => Forged> = {
  'no signature': (f) => without(sealed(f, json(f.event())), 'x-slack-signature'),
  'no time': (f) => without(sealed(f, json(f.event())), 'x-slack-request-timestamp'),
  'empty signature': (f) => signedAs(f, () => ''),
  'random signature': (f) => signedAs(f, () => `v0=${hex(f.chance, 64)}`),
  'one digit wrong': (f) => signedAs(f, (right) => flipped(right, number(f.chance, 3, 67))),
  'short signature': (f) => signedAs(f, (right) => right.slice(0, number(f.chance, 3, 66))),
  'long signature': (f) => signedAs(f, (right) => right + hex(f.chance, number(f.chance, 1, 40))),
  'another scheme': (f) =>
    signedAs(f, (right) => right.replace('v0', pick(f.chance, ['v1', 'V0', 'v00', 'sha256', 'v']))),
  'no scheme': (f) => signedAs(f, (right) => right.slice(3)),
  'capital digits': (f) => signedAs(f, (right) => `v0=${right.slice(3).toUpperCase()}`),
  'base64 signature': (f) => signedAs(f, (right) => `v0=${Buffer.from(right.slice(3), 'hex').toString('base64')}`),
  sha1: (f) => signedAs(f, (_, base) => `v0=${createHmac('sha1', f.secret).update(base).digest('hex')}`),
  sha512: (f) =>
    signedAs(f, (_, base) => `v0=${createHmac('sha512', f.secret).update(base).digest('hex').slice(0, 64)}`),
  'signed body alone': (f) =>
    signedAs(f, (_, base) => `v0=${createHmac('sha256', f.secret).update(base.subarray(14)).digest('hex')}`),
  'another secret': (f) => sealed(f, json(f.event()), { secret: hex(f.chance, 32) }),
  'an empty secret': (f) => sealed(f, json(f.event()), { secret: '' }),
  'two signatures': (f) => {
    const made = sealed(f, json(f.event()))
    const right = String(made.headers['x-slack-signature'])
    const both = pick(f.chance, [
      [right, right],
      [right, `v0=${hex(f.chance, 64)}`],
      [`v0=${hex(f.chance, 64)}`, right],
    ])
    return { ...made, headers: { ...made.headers, 'x-slack-signature': both } }
  },
  'two times': (f) =>
    sealed(f, json(f.event()), { headers: { 'x-slack-request-timestamp': [`${f.now}`, `${f.now}`] } }),
  'too old': (f) => sealed(f, json(f.event()), { ts: `${f.now - number(f.chance, 310, 1e8)}` }),
  'from the future': (f) => sealed(f, json(f.event()), { ts: `${f.now + number(f.chance, 310, 1e8)}` }),
  'a time in milliseconds': (f) => sealed(f, json(f.event()), { ts: `${f.now}${number(f.chance, 100, 999)}` }),
  'a time that is no number': (f) =>
    sealed(f, json(f.event()), {
      ts: pick(f.chance, ['now', '1e9', '0x65', '-5', 'NaN', `${f.now}.5`, `+${f.now}`, `0${f.now}`]),
    }),
  'another time than was signed': (f) =>
    sealed(f, json(f.event()), { headers: { 'x-slack-request-timestamp': `${f.now - 1}` } }),
  'more than was signed': (f) => ({
    ...sealed(f, json(f.event())),
    body: Buffer.concat([json(f.event()), Buffer.from(' ')]),
  }),
  'other bytes than were signed': (f) => ({ ...sealed(f, json(f.event())), body: json(f.event()) }),
  'the same, spelt otherwise': (f) => {
    const event = f.event()
    return { ...sealed(f, json(event)), body: Buffer.from(JSON.stringify(event, undefined, 1)) }
  },
  'a certificate probe with a payload': (f) => ({
    headers: { 'content-type': contentType.form },
    body: Buffer.from(
      pick(f.chance, [
        `ssl_check=1&${asForm(f.press())}`,
        `${asForm(f.press())}&ssl_check=1`,
        `ssl_check=1&ssl_check=1`,
      ]),
    ),
  }),
  'a certificate probe in the address': (f) => ({
    ...without(sealed(f, asForm(f.press()), { kind: 'form' }), 'x-slack-signature'),
    path: '?ssl_check=1',
  }),
  'an unsigned challenge': (f) => ({
    headers: { 'content-type': contentType.json },
    body: json({ type: 'url_verification', challenge: hex(f.chance, 20) }),
  }),
  'a great many keys': (f) => ({
    headers: {
      'content-type': contentType.form,
      'x-slack-signature': `v0=${hex(f.chance, 64)}`,
      'x-slack-request-timestamp': `${f.now}`,
    },
    body: Buffer.from(Array.from({ length: 8000 }, (_, n) => `k${n}=1`).join('&')),
  }),
  'another method': (f) => ({
    ...sealed(f, json(f.event())),
    method: pick(f.chance, ['GET', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']),
  }),
  'another path': (f) => ({
    ...sealed(f, json(f.event())),
    path: pick(f.chance, ['/../events', '/extra', '%00', '.json', ';x=1', '/%2e%2e/admin']),
  }),
  'a header beyond all bounds': (f) =>
    sealed(f, json(f.event()), { headers: { 'x-long': 'x'.repeat(number(f.chance, 17_000, 40_000)) } }),
  'two lengths': (f) => ({
    headers: {},
    body: Buffer.alloc(0),
    raw: `POST /slack/events HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${number(f.chance, 5, 50)}\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
  }),
  'no HTTP at all': (f) => ({ headers: {}, body: Buffer.alloc(0), raw: `${hex(f.chance, 40)}\r\n\r\n` }),
}

/** Rightly signed, and still nothing of ours: broken, ambiguous, for others, or told before. */
const signed: Record<string, (forge: Forge) => Forged> = {
  'a body told before': (f) => f.captured(),
  'another kind of content': (f) =>
    sealed(f, json(f.event()), {
      headers: {
        'content-type': pick(f.chance, [
          'text/plain',
          'multipart/form-data',
          'application/xml',
          'application/json; charset=utf-16',
          '',
        ]),
      },
    }),
  'packed content': (f) => sealed(f, gzipSync(json(f.event())), { headers: { 'content-encoding': 'gzip' } }),
  'an event as a form': (f) => sealed(f, asForm(f.event()), { kind: 'form' }),
  'a press as JSON': (f) => sealed(f, json(f.press())),
  'nested without end': (f) => {
    const depth = number(f.chance, 40, 20_000)
    return sealed(f, Buffer.from(`{"type":"event_callback","event":${'['.repeat(depth)}${']'.repeat(depth)}}`))
  },
  'a prototype in it': (f) =>
    sealed(f, Buffer.from(JSON.stringify(f.event()).replace('{', '{"__proto__":{"team_id":"T0NORTHW"},'))),
  'no UTF-8': (f) => sealed(f, Buffer.concat([json(f.event()), Buffer.from([0xff, 0xfe, number(f.chance, 128, 255)])])),
  'half a body': (f) => {
    const whole = json(f.event())
    return sealed(f, whole.subarray(0, number(f.chance, 1, whole.length - 1)))
  },
  'no object': (f) => sealed(f, Buffer.from(pick(f.chance, ['null', '[]', '1', '"x"', 'true', '', '[{}]', '{}']))),
  'two payloads': (f) => sealed(f, Buffer.from(`${asForm(f.press())}&${asForm(f.press())}`), { kind: 'form' }),
  'a payload and a command': (f) =>
    sealed(f, Buffer.from(`${asForm(f.press())}&${form(f.command())}`), { kind: 'form' }),
  'a command with a field twice': (f) =>
    sealed(
      f,
      Buffer.from(`${form(f.command())}&${pick(f.chance, ['user_id', 'text', 'team_id', 'command'])}=U0LEO0001`),
      { kind: 'form' },
    ),
  'a command of another app': (f) =>
    sealed(f, form(f.command({ api_app_id: `A0${hex(f.chance, 6).toUpperCase()}` })), { kind: 'form' }),
  'a command in another workspace': (f) =>
    sealed(f, form(f.command({ team_id: `T0${hex(f.chance, 6).toUpperCase()}` })), { kind: 'form' }),
  'an event for another app': (f) =>
    sealed(f, json(f.event({ api_app_id: pick(f.chance, ['A0ANOTHER', '', null, ['A0LATCHKEY'], 7]) }))),
  'an event for another workspace': (f) =>
    sealed(f, json(f.event({ context_team_id: pick(f.chance, ['T0ANOTHER', ['T0NORTHW'], {}, 7]) }))),
  'an event for another installation': (f) =>
    sealed(f, json(f.event({ authorizations: [{ team_id: `T${hex(f.chance, 6)}` }] }))),
  'an unknown kind': (f) =>
    sealed(f, json(f.event({ type: pick(f.chance, ['app_rate_limited', 'block_actions', 'x', 7, null]) }))),
  'an event without an event': (f) =>
    sealed(f, json(f.event({ event: pick(f.chance, [null, [], 'x', 7, {}, { type: 7 }]) }))),
  'a press of several things': (f) =>
    sealed(
      f,
      asForm(
        f.press({
          actions: [
            { type: 'button', value: 'a' },
            { type: 'button', value: 'b' },
          ],
        }),
      ),
      { kind: 'form' },
    ),
  'a press of no handle': (f) =>
    sealed(
      f,
      asForm(
        f.press({
          actions: [{ type: 'button', value: pick<unknown>(f.chance, [['h'], {}, 7, null, '', 'x'.repeat(500)]) }],
        }),
      ),
      { kind: 'form' },
    ),
  'a press by nobody': (f) =>
    sealed(
      f,
      asForm(
        f.press({
          user: pick(f.chance, [
            null,
            {},
            { id: 'U0MAYA001' },
            { id: 7, team_id: 'T0NORTHW' },
            { id: '../x', team_id: 'T0NORTHW' },
          ]),
        }),
      ),
      { kind: 'form' },
    ),
  'a press for another app': (f) => sealed(f, asForm(f.press({ api_app_id: 'A0ANOTHER' })), { kind: 'form' }),
  'a press in another workspace': (f) =>
    sealed(f, asForm(f.press({ team: pick(f.chance, [{ id: 'T0ANOTHER' }, null, 'T0NORTHW']) })), { kind: 'form' }),
  'a form without its handle': (f) =>
    sealed(
      f,
      asForm(
        f.submit({
          view: {
            id: 'V1',
            callback_id: 'latchkey-form',
            private_metadata: pick<unknown>(f.chance, ['', null, {}, 7]),
            state: { values: {} },
          },
        }),
      ),
      { kind: 'form' },
    ),
  'a form that is not ours': (f) =>
    sealed(
      f,
      asForm(
        f.submit({ view: { id: 'V1', callback_id: hex(f.chance, 8), private_metadata: 'h', state: { values: {} } } }),
      ),
      { kind: 'form' },
    ),
  'too much': (f) =>
    sealed(f, Buffer.from(JSON.stringify(f.event({ filler: 'x'.repeat(number(f.chance, 270_000, 700_000)) })))),
}

export const families: Record<string, (forge: Forge) => Forged> = { ...unsigned, ...signed }
