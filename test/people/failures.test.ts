// How failed sign-ins look, by a table of cases; and what an unlock then asks for, read from the sandbox.
import { expect, test } from 'vitest'
import { days, hours } from '../../src/clock.ts'
import type { DirectoryEvent } from '../../src/directory.ts'
import { lookOfFailures, readFailuresLook } from '../../src/people/failures.ts'
import { companyForTests, person } from './company.ts'

const company = companyForTests()
const now = new Date('2026-11-25T12:00:00Z')

let made = 0
const event = (agoMs: number, more: Partial<DirectoryEvent>): DirectoryEvent => {
  made += 1
  const nobody = { userId: undefined, username: undefined, initiatedBy: undefined, message: undefined }
  const nowhere = { source: undefined, clientIp: undefined, country: undefined, success: undefined }
  const at = new Date(now.getTime() - agoMs)
  return { id: `event ${made}`, type: 'login_attempt', service: 'systems', at, ...nobody, ...nowhere, ...more }
}
const office = { clientIp: '203.0.113.5', source: 'LEO-LAPTOP', country: 'GB' }
const worked = (more: Partial<DirectoryEvent> = {}, agoMs = days(3)) =>
  event(agoMs, { ...office, success: true, ...more })
const failed = (more: Partial<DirectoryEvent> = {}, agoMs = hours(1)) =>
  event(agoMs, { ...office, success: false, ...more })

test.each<[string, 'usual' | 'odd', DirectoryEvent[]]>([
  ['nothing failed', 'usual', [worked()]],
  ['at their own desk', 'usual', [worked(), failed()]],
  ['on their own laptop, at an address that is new', 'usual', [worked(), failed({ clientIp: '198.51.100.9' })]],
  ['at an address of theirs, on a device that is new', 'usual', [worked(), failed({ source: 'KIOSK' })]],
  ['from nowhere they have been', 'odd', [worked(), failed({ clientIp: '198.51.100.9', source: 'KALI' })]],
  ['in another country, on their own laptop', 'odd', [worked(), failed({ clientIp: '198.51.100.9', country: 'KP' })]],
  ['of who never signed in', 'odd', [failed()]],
  ['of who signed in there 31 days ago', 'odd', [worked({}, days(31)), failed()]],
  ['where somebody got in afterwards', 'odd', [worked({}, hours(0.5)), failed()]],
  ['from no place that is told', 'odd', [worked(), failed({ clientIp: undefined, source: undefined })]],
  [
    'at an application that they use, from elsewhere',
    'odd',
    [worked({ service: 'sso', source: 'Wiki' }), failed({ service: 'sso', source: 'Wiki', clientIp: '198.51.100.9' })],
  ],
  ['more than a week ago', 'usual', [worked(), failed({ clientIp: '198.51.100.9', source: 'KALI' }, days(8))]],
  [
    'from three places that they know',
    'usual',
    ['1', '2', '3'].flatMap((ip) => [worked({ clientIp: ip }), failed({ clientIp: ip })]),
  ],
  ['from four', 'odd', ['1', '2', '3', '4'].flatMap((ip) => [worked({ clientIp: ip }), failed({ clientIp: ip })])],
])('%s: %s', (_what, look, events) => {
  expect(lookOfFailures(events, now)).toBe(look)
})

const look = (username: string) =>
  readFailuresLook(company.directory(), { id: person(username), username }, company.clock.now())

test('as JumpCloud tells it', async () => {
  expect(await look('maya.alvarez')).toBe('usual')
  await company.change('leo.brandt', { account_locked: true })
  expect(await look('leo.brandt')).toBe('usual')
  const elsewhere = { hostname: 'kali', ip: '198.51.100.66', country: 'KP' }
  await company.change('priya.nair', { account_locked: true, locked_from: elsewhere })
  expect(await look('priya.nair')).toBe('odd')
})

test.each(['status', 'drop-before', 'malformed'])('what cannot be read (%s) is not known to be usual', async (kind) => {
  await company.fault({ match: { path: '/events' }, kind, ...(kind === 'status' ? { status: 403 } : {}) })
  expect(await look('maya.alvarez')).toBe('unread')
})
