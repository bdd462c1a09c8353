// JumpCloud Protect: a person's devices, pushes that live a minute, and what the phone answers.
import { randomInt } from 'node:crypto'
import { enrolmentOf } from './factors.ts'
import { badRequest, type Call, json, notFound, objectOf, pathId, type Reply, type Route, refuse } from './route.ts'
import { nextId, type Phone, type Push, type State } from './state.ts'
import { systemUser } from './users.ts'

const lifeMs = 60_000
const windowMs = 5 * 60_000
const mostInWindow = 3
const protect = ['protect'] as const

export const pushRoutes: Route[] = [
  {
    api: 'v2',
    method: 'GET',
    path: '/users/{user}/pushendpoints',
    scopes: ['users.readonly', 'users'],
    handle: devices,
  },
  {
    api: 'v2',
    method: 'DELETE',
    path: '/users/{user}/pushendpoints/{device}',
    scopes: ['users'],
    handle: remove,
  },
  { api: 'v2', method: 'POST', path: '/users/{user}/pushendpoints/{device}/verify', scopes: protect, handle: send },
  { api: 'v2', method: 'GET', path: '/pushendpoints/verifications/{verification}', scopes: protect, handle: read },
]

function devices(call: Call): Reply {
  const user = systemUser(call)
  return json(call.state.phones.filter((phone) => phone.user === user._id).map(shownPhone))
}

const shownPhone = (phone: Phone) => ({
  id: phone.id,
  name: phone.name,
  state: phone.state,
  enrollmentDate: phone.enrolledAt,
  lastUsedDate: phone.lastUsedAt,
  device: {
    make: phone.make,
    model: phone.model,
    os: phone.os,
    osVersion: phone.osVersion,
    appVersion: '2.4.1',
    uvEnabled: true,
  },
})

function phoneOf(call: Call): Phone {
  const user = systemUser(call)
  const id = pathId(call, 'device')
  return call.state.phones.find((one) => one.id === id && one.user === user._id) ?? notFound()
}

/** The device is gone; its person may enrol another, or the same one again under another id. */
function remove(call: Call): Reply {
  const phone = phoneOf(call)
  const user = systemUser(call)
  call.state.phones = call.state.phones.filter((one) => one !== phone)
  user.mfaEnrollment = enrolmentOf(call, user)
  return { ...json(shownPhone(phone)), changed: true }
}

function send(call: Call): Reply {
  const user = systemUser(call)
  const phone = phoneOf(call)
  const { id } = phone
  if (phone.state !== 'active') badRequest('the push endpoint is not active')
  const { message } = objectOf(call.body)
  if (message !== undefined && typeof message !== 'string') badRequest('"message" must be text')
  const recent = call.state.pushes.filter(
    (one) => one.phone === id && call.now.getTime() - one.sentAt.getTime() < windowMs,
  )
  if (recent.length >= mostInWindow) refuse(429, 'Too many push verification requests')
  const push: Push = {
    id: nextId(call.state, 'push'),
    user: user._id,
    phone: id,
    message: typeof message === 'string' ? message : '',
    // The only thing here that may differ between two runs: nobody should be able to know it beforehand.
    confirmationCode: String(randomInt(0, 1_000_000)).padStart(6, '0'),
    sentAt: call.now,
    expiresAt: new Date(call.now.getTime() + lifeMs),
    answer: undefined,
  }
  call.state.pushes.push(push)
  phone.lastUsedAt = call.now.toISOString()
  const reply = json(shownPush(push, call.now))
  // A phone that answers by itself does so after the push was sent: the first answer is always SENT.
  if (phone.auto === 'accept') push.answer = 'ACCEPTED'
  if (phone.auto === 'deny') push.answer = 'DENIED'
  return { ...reply, changed: true }
}

function read(call: Call): Reply {
  const push = call.state.pushes.find((one) => one.id === call.params.verification) ?? notFound()
  return json(shownPush(push, call.now))
}

export const statusOf = (push: Push, now: Date): string => push.answer ?? (now < push.expiresAt ? 'SENT' : 'EXPIRED')

const shownPush = (push: Push, now: Date) => ({
  id: push.id,
  status: statusOf(push, now),
  confirmationCode: push.confirmationCode,
  initiatedAt: push.sentAt.toISOString(),
  expiresAt: push.expiresAt.toISOString(),
  pushEndpointId: push.phone,
  userObjectId: push.user,
})

/** What the person does on the phone; false when there is nothing left to answer. */
export function answerPush(
  state: State,
  user: string,
  id: string,
  what: 'accept' | 'deny' | 'ignore',
  now: Date,
): boolean {
  const push = state.pushes.find((one) => one.id === id && one.user === user)
  if (!push || statusOf(push, now) !== 'SENT') return false
  if (what !== 'ignore') push.answer = what === 'accept' ? 'ACCEPTED' : 'DENIED'
  return true
}
