// Speaks to the sandbox's control surface: what the directory looks like, the phones, and a few levers to pull.
import { setTimeout as sleep } from 'node:timers/promises'
import { type Body, isBody, unusable } from './body.ts'
import { type CallView, followJournal } from './journal.ts'

interface PersonView {
  id: string
  name: string
  locked: boolean
  suspended: boolean
  passwordExpired: boolean
  /** Every address that mail for them may go to. */
  addresses: string[]
}

interface GroupView {
  id: string
  name: string
  members: string[]
}

export interface PushView {
  id: string
  message: string
  status: string
  at: string
}

/** What can be done to the directory from the page: few levers, each of which shows one thing. */
export const levers = ['lock', 'no-faults', 'fault-down', 'fault-lost-answer'] as const
export type Lever = (typeof levers)[number]

export interface SandboxView {
  people: PersonView[]
  groups: GroupView[]
  /** Newest first. */
  calls: CallView[]
  /** Which lever the faults on order come from; `other` when a script ordered its own. */
  mood: Exclude<Lever, 'lock'> | 'other'
  faults: number
  /** Newest first, by the person's JumpCloud id; only people with a phone. */
  pushes: Record<string, PushView[]>
}

export interface Sandbox {
  /** False for anything that lacks the control surface, such as JumpCloud itself behind a local tunnel. */
  isSandbox(): Promise<boolean>
  view(): Promise<SandboxView>
  answerPush(userId: string, push: string, answer: 'accept' | 'deny'): Promise<void>
  pull(lever: Lever, userId: string | undefined): Promise<void>
  /** Calls back on every change until the signal aborts; a broken stream is opened again. */
  watch(changed: () => void, signal: AbortSignal): Promise<void>
}

const timeoutMs = 5000
const watchAgainMs = 1000

/** Down: nothing is applied. Lost answer: the next write is applied, and nobody hears of it. */
const faultOrders = {
  'fault-down': { kind: 'status', status: 503 },
  'fault-lost-answer': { kind: 'drop-after', times: 1, match: { method: 'POST', path: '/(unlock|members)(\\?|$)/' } },
} as const

const textOf = (body: Body, name: string): string => (typeof body[name] === 'string' ? body[name] : '')
const bodiesIn = (value: unknown): Body[] => (Array.isArray(value) ? value.filter(isBody) : [])

const person = (user: Body): PersonView => ({
  id: textOf(user, '_id'),
  name:
    textOf(user, 'displayname') ||
    `${textOf(user, 'firstname')} ${textOf(user, 'lastname')}`.trim() ||
    textOf(user, 'username'),
  locked: user.account_locked === true,
  suspended: user.suspended === true,
  passwordExpired: user.password_expired === true,
  addresses: [
    textOf(user, 'email'),
    textOf(user, 'alternateEmail'),
    isBody(user.recoveryEmail) ? textOf(user.recoveryEmail, 'address') : '',
  ].filter((address) => address !== ''),
})

const group = (one: Body): GroupView => ({
  id: textOf(one, 'id'),
  name: textOf(one, 'name'),
  members: Array.isArray(one.members) ? one.members.filter((id) => typeof id === 'string') : [],
})

function pushesByUser(state: Body): SandboxView['pushes'] {
  const byUser: SandboxView['pushes'] = {}
  for (const phone of bodiesIn(state.phones)) byUser[textOf(phone, 'user')] = []
  for (const push of bodiesIn(state.pushes)) {
    // The confirmation code stays on the sandbox's side: nobody who plays needs it.
    const { id, message, status, sentAt } = push
    byUser[textOf(push, 'user')]?.unshift({
      id: String(id),
      message: String(message),
      status: String(status),
      at: String(sentAt),
    })
  }
  return byUser
}

function moodOf(faults: Body[]): SandboxView['mood'] {
  const active = faults.filter(
    (fault) => typeof fault.times !== 'number' || Number(fault.met) < Number(fault.after) + fault.times,
  )
  if (active.length === 0) return 'no-faults'
  const kinds = active.map((fault) => fault.kind)
  if (kinds.every((kind) => kind === 'status'))
    return active.some((fault) => fault.times === undefined) ? 'fault-down' : 'other'
  return kinds.every((kind) => kind === 'drop-after') ? 'fault-lost-answer' : 'other'
}

export function createSandbox(url: string): Sandbox {
  async function control(path: string, method = 'GET', body?: object): Promise<unknown> {
    const response = await fetch(new URL(`/_sandbox${path}`, url), {
      method,
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
      ...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    })
    const text = await response.text()
    if (response.status === 400 || response.status === 404) throw unusable('sandbox')
    if (!response.ok) throw new Error(`The sandbox answered ${response.status}.`)
    return text === '' ? undefined : JSON.parse(text)
  }
  const getState = async (): Promise<Body> => {
    const state = await control('/state')
    if (!isBody(state) || !Array.isArray(state.users) || !Array.isArray(state.groups))
      throw new Error('This is no sandbox.')
    return state
  }
  const readCalls = followJournal((since) => control(`/journal?since=${since}`))

  return {
    isSandbox: () =>
      getState().then(
        () => true,
        () => false,
      ),
    async view() {
      const [state, faults, calls] = await Promise.all([getState(), control('/faults'), readCalls()])
      return {
        people: bodiesIn(state.users).map(person),
        groups: bodiesIn(state.groups).map(group),
        calls,
        mood: moodOf(bodiesIn(faults)),
        faults: bodiesIn(faults).length,
        pushes: pushesByUser(state),
      }
    },
    async answerPush(userId, push, answer) {
      await control(`/phones/${encodeURIComponent(userId)}`, 'POST', { push, do: answer })
    },
    async pull(lever, userId) {
      if (lever === 'lock') {
        if (userId === undefined) throw unusable('user')
        await control(`/users/${encodeURIComponent(userId)}`, 'PATCH', { account_locked: true })
        return
      }
      await control('/faults', 'DELETE')
      if (lever !== 'no-faults') await control('/faults', 'POST', faultOrders[lever])
    },
    async watch(changed, signal) {
      while (!signal.aborted) {
        try {
          const response = await fetch(new URL('/_sandbox/events', url), { redirect: 'error', signal })
          for await (const _ of response.body ?? []) changed()
        } catch {
          // Away for a moment, or stopping: both are seen below.
        }
        await sleep(watchAgainMs, undefined, { signal }).catch(() => {})
      }
    },
  }
}
