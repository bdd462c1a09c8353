// What happened at Northwind in the last days: ordinary sign-ins, and the events behind every unusual account.
import { days, hours, minutes } from '../../clock.ts'
import { deviceSignIn, lockoutEvents, type Recorder, record } from '../events.ts'
import type { State, SystemUser } from '../state.ts'
import { lockouts } from './conditions.ts'

export function history(state: State, now: Date): void {
  const at = (agoMs: number): Recorder => ({ state, now: new Date(now.getTime() - agoMs), key: 'northwind' })
  const users = [...state.users.values()]
  const working = users.filter((user) => user.state === 'ACTIVATED' && user.firstname)
  for (const [place, user] of working.entries()) ordinary(at, user, place)
  for (const { username, agoMs, attempts, ...device } of lockouts) {
    const user = users.find((one) => one.username === username)
    if (!user) continue
    deviceSignIn(at(days(2)), user, device)
    lockoutEvents(at(agoMs), user, device, attempts)
  }
  const about = (username: string, agoMs: number, event_type: string, more: object = {}) => {
    const user = users.find((one) => one.username === username)
    if (user) record(at(agoMs), { event_type, service: 'directory', resource: resource(user), success: true, ...more })
  }
  const byRuth = { initiated_by: { type: 'admin', username: 'ruth.adler@northwind.example' } }
  about('ida.lindqvist', days(3), 'user_password_expired')
  about('yuki.sato', days(1), 'user_password_expired')
  about('noor.haddad', days(1), 'user_mfa_exclusion_expired')
  about('sam.kowalski', days(4), 'user_suspended', byRuth)
  about('elif.yilmaz', days(2), 'user_create', byRuth)
  about('priya.nair', days(6), 'user_password_change', { changes: [{ field: 'password_date' }] })
  // A local account on a device may carry anybody's name, or nobody's.
  record(at(hours(7)), {
    event_type: 'login_attempt',
    service: 'systems',
    username: 'root',
    system: { hostname: 'build-01', displayName: 'build-01' },
    client_ip: '203.0.113.200',
    success: false,
  })
}

const resource = (user: SystemUser) => ({ type: 'systemuser', id: user._id, username: user.username })

/** Three mornings at the portal, one at an application; the minutes differ from person to person. */
function ordinary(at: (agoMs: number) => Recorder, user: SystemUser, place: number): void {
  const initiated_by = resource(user)
  const client_ip = `203.0.113.${100 + place}`
  for (const day of [3, 2, 1])
    record(at(days(day) + minutes(place * 7)), {
      event_type: 'user_login_attempt',
      service: 'directory',
      initiated_by,
      resource: initiated_by,
      client_ip,
      mfa: true,
      success: true,
    })
  record(at(days(1) + minutes(place * 7 - 3)), {
    event_type: 'sso_auth',
    service: 'sso',
    initiated_by,
    application: { name: 'wiki', display_label: 'Wiki' },
    client_ip,
    sso_token_success: true,
  })
}
