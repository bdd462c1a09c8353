// Writes what happens in the sandbox into its Directory Insights log.
import { type InsightsEvent, nextId, type State, type SystemUser } from './state.ts'

/** Who writes and when; a call of the API is one. */
export interface Recorder {
  state: State
  now: Date
  key: string
}

interface Device {
  hostname: string
  ip: string
  /** Great Britain without it. */
  country?: string | undefined
}

export function record(by: Recorder, event: { event_type: string; service: string } & Record<string, unknown>): void {
  const written: InsightsEvent = {
    id: nextId(by.state, 'event'),
    timestamp: by.now.toISOString(),
    organization: by.state.organisation._id,
    '@version': '1',
    ...event,
  }
  by.state.events.push(written)
}

/** A directory event about one person, done through the API. */
export function personEvent(by: Recorder, type: string, user: SystemUser, changes: object[] = []): void {
  record(by, {
    event_type: type,
    service: 'directory',
    resource: personOf(user),
    initiated_by: { type: 'admin', username: by.key },
    auth_method: 'api-key',
    success: true,
    changes,
  })
}

const personOf = (user: SystemUser) => ({ type: 'systemuser', id: user._id, username: user.username })

/** A sign-in on a device: their own, or one that they have never had. */
function deviceAttempt(by: Recorder, user: SystemUser, device: Device, came: object): void {
  record(by, {
    event_type: 'login_attempt',
    service: 'systems',
    username: user.username,
    resource: personOf(user),
    initiated_by: personOf(user),
    system: { hostname: device.hostname, displayName: device.hostname },
    client_ip: device.ip,
    geoip: { country_code: device.country ?? 'GB' },
    ...came,
  })
}

/** A sign-in that worked, on a device that is their own. */
export const deviceSignIn = (by: Recorder, user: SystemUser, device: Device): void =>
  deviceAttempt(by, user, device, { success: true })

/** What precedes a lock: failed sign-ins on one device, a minute apart, and then the lock itself. */
export function lockoutEvents(by: Recorder, user: SystemUser, device: Device, attempts = 5): void {
  const before = (minutes: number): Recorder => ({ ...by, now: new Date(by.now.getTime() - minutes * 60_000) })
  for (let left = attempts; left > 0; left -= 1)
    deviceAttempt(before(left), user, device, { success: false, error_message: 'the password was wrong' })
  record(by, {
    event_type: 'user_lockout',
    service: 'directory',
    resource: personOf(user),
    initiated_by: { type: 'user', id: user._id, username: user.username },
    client_ip: device.ip,
    changes: [{ field: 'account_locked', from: false, to: true }],
    geoip: { country_code: 'GB', region_name: 'England' },
  })
}
