// Passwords: JumpCloud's rules for a user, setting one in either way, and the reset mail that JumpCloud sends itself.
import { createHash } from 'node:crypto'
import { days } from '../clock.ts'
import { personEvent } from './events.ts'
import { badRequest, type Call, json, objectOf, type Reply, type Route, refuse } from './route.ts'
import type { PasswordPolicy, State, SystemUser } from './state.ts'
import { systemUser, whole } from './users.ts'

export const passwordRoutes: Route[] = [
  {
    api: 'v1',
    method: 'POST',
    path: '/systemusers/{user}/password',
    scopes: ['users.password.set', 'users.password', 'users'],
    handle: set,
  },
  {
    api: 'v1',
    method: 'PUT',
    path: '/systemusers/{user}',
    scopes: ['users.properties.update', 'users.properties', 'users'],
    handle: put,
  },
  {
    api: 'v1',
    method: 'POST',
    path: '/systemusers/reactivate',
    scopes: ['users.notification.send-activation-email', 'users.notification', 'users'],
    handle: mail,
  },
  {
    api: 'v2',
    method: 'GET',
    path: '/passwordpolicies/user/{user}',
    scopes: ['groups.readonly', 'groups'],
    handle: (call) => {
      systemUser(call)
      return json({ policy: call.state.passwordPolicy, groups: [] })
    },
  },
]

function set(call: Call): Reply {
  const user = systemUser(call)
  setPassword(call, user, objectOf(call.body).password)
  return { status: 200, text: 'OK', changed: true }
}

/** The older way, which can change anything of a user; here the password alone. */
function put(call: Call): Reply {
  const user = systemUser(call)
  const { password, ...others } = objectOf(call.body)
  if (Object.keys(others).length > 0) badRequest('the sandbox changes nothing but the password in this way')
  setPassword(call, user, password)
  return { ...json(whole(user)), changed: true }
}

/** Refuses what JumpCloud refuses, in its own words: it names the rule and never repeats the password. */
function setPassword(call: Call, user: SystemUser, password: unknown): void {
  if (typeof password !== 'string' || password === '') badRequest('"password" must be text')
  if (isManagedElsewhere(user)) refuse(400, 'Bad Request: the password is managed by an external directory')
  const broken = brokenRules(call, user, String(password))
  if (broken.length > 0) {
    refuse(400, 'Password validation fail', [
      {
        '@type': 'type.googleapis.com/google.rpc.BadRequest',
        fieldViolationsList: broken.map((description) => ({ field: 'password', description })),
      },
    ])
  }
  const history = call.state.passwords.get(user._id) ?? []
  call.state.passwords.set(user._id, [digest(user, String(password)), ...history])
  user.password_date = call.now.toISOString()
  user.password_expired = false
  user.password_expiration_date = new Date(call.now.getTime() + days(90)).toISOString()
  user.activated = true
  personEvent(call, 'user_password_change', user)
}

const isManagedElsewhere = ({ delegatedAuthority, restrictedFields }: SystemUser): boolean =>
  Boolean(delegatedAuthority) || (restrictedFields ?? []).some(({ field }) => field === 'password')

/** Each value counts only if its `enable…` flag is true (JumpCloud API, "Passwords"). */
function brokenRules({ state, now }: Call, user: SystemUser, password: string): string[] {
  const rules: PasswordPolicy = state.passwordPolicy
  const changedAt = user.password_date ? new Date(user.password_date).getTime() : 0
  const history = (state.passwords.get(user._id) ?? []).slice(0, rules.enableMaxHistory ? rules.maxHistory : 0)
  const found: [string, boolean][] = [
    ['minLength', rules.enableMinLength && password.length < rules.minLength],
    ['uppercase', rules.needsUppercase && !/\p{Lu}/u.test(password)],
    ['lowercase', rules.needsLowercase && !/\p{Ll}/u.test(password)],
    ['numeric', rules.needsNumeric && !/\d/.test(password)],
    ['specialCharacter', rules.needsSymbolic && !/[^\p{L}\d]/u.test(password)],
    ['username', !rules.allowUsernameSubstring && password.toLowerCase().includes(user.username.toLowerCase())],
    ['history', history.includes(digest(user, password))],
    [
      'minChangePeriod',
      rules.enableMinChangePeriodInDays && now.getTime() - changedAt < days(rules.minChangePeriodInDays),
    ],
  ]
  return found.flatMap(([rule, isBroken]) => (isBroken ? [rule] : []))
}

/** Whether somebody who signs in typed their password. Where none was set since the start, nobody knows it: any will do. */
export function isItsPassword({ passwords }: State, user: SystemUser, typed: string): boolean {
  const [newest] = passwords.get(user._id) ?? []
  return newest === undefined ? typed !== '' : newest === digest(user, typed)
}

/** What the sandbox keeps of a password: enough to know it again, and nothing that could be read. */
const digest = ({ _id }: SystemUser, password: string): string =>
  createHash('sha256').update(`${_id}:${password}`).digest('hex')

/** To whoever has a password a reset mail, to others an activation mail. It goes where JumpCloud wants, not the caller. */
function mail(call: Call): Reply {
  const { models, isSelectAll } = objectOf(call.body)
  if (isSelectAll !== false || !Array.isArray(models) || models.length === 0) badRequest('"models" names nobody')
  const users = (models as unknown[]).map((model) => {
    const id = String(objectOf(model)._id)
    return call.state.users.get(id) ?? badRequest(`"${id}" is not a user`)
  })
  for (const user of users) {
    const kind = user.activated ? 'password-reset' : 'activation'
    const to = user.activated ? user.email : (user.alternateEmail ?? user.email)
    call.state.mails.push({ user: user._id, to, kind, at: call.now.toISOString() })
    personEvent(call, user.activated ? 'user_password_reset_request' : 'user_activation_email', user)
  }
  return { status: 200, json: {}, changed: true }
}
