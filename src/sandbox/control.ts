// The control surface under /_sandbox/: look at the directory, move it, order faults, and be the person with the phone.
import express, { type Request, type Response, type Router } from 'express'
import { z } from 'zod'
import { days } from '../clock.ts'
import { deviceSignIn, lockoutEvents, type Recorder } from './events.ts'
import { enrolTotp } from './factors.ts'
import { faultOrder } from './faults.ts'
import { memberIds } from './groups.ts'
import { allScopes } from './keys.ts'
import { answerPush, statusOf } from './pushes.ts'
import type { Push, State, SystemUser } from './state.ts'
import { changed, reset, type World } from './world.ts'

const userChange = z
  .strictObject({
    state: z.enum(['ACTIVATED', 'SUSPENDED', 'STAGED']),
    account_locked: z.boolean(),
    /** From where the wrong passwords come that lock it; without it, from the person's own laptop. */
    locked_from: z.object({ hostname: z.string(), ip: z.string(), country: z.string().optional() }),
    password_expired: z.boolean(),
    username: z.string(),
    email: z.string(),
    firstname: z.string(),
    lastname: z.string(),
    displayname: z.string(),
    manager: z.string(),
    department: z.string(),
    jobTitle: z.string(),
    location: z.string(),
    employeeType: z.string(),
    enable_user_portal_multifactor: z.boolean(),
    totp_enabled: z.boolean(),
    mfa: z
      .object({ configured: z.boolean(), exclusion: z.boolean(), exclusionUntil: z.string() })
      .partial({ exclusion: true, exclusionUntil: true }),
    password_date: z.string().nullable(),
    recoveryEmail: z.object({ address: z.string(), verified: z.boolean(), verifiedAt: z.string().optional() }),
    restrictedFields: z.array(z.object({ field: z.string(), type: z.string(), id: z.string() })),
    admin: z.object({ id: z.string(), roleName: z.string() }).nullable(),
  })
  .partial()

const phoneChange = z.union([
  z.strictObject({ push: z.string(), do: z.enum(['accept', 'deny', 'ignore']) }),
  z.strictObject({ auto: z.enum(['ask', 'accept', 'deny', 'ignore']) }),
  z.strictObject({ state: z.enum(['active', 'inactive']) }),
  z.strictObject({ enrol: z.literal('totp') }),
])
const memberChange = z.strictObject({ user: z.string(), op: z.enum(['add', 'remove']) })
const issuerChange = z.strictObject({ tellsHow: z.boolean(), redirects: z.array(z.url()) }).partial()
const keyChange = z.strictObject({ revoked: z.boolean(), scopes: z.array(z.string()) }).partial()

export function controlRouter(world: World): Router {
  const router = express.Router()
  router.use(onlyLocal)
  router.get('/state', (_request, response) => void response.json(shownState(world)))
  router.post('/reset', (_request, response) => {
    reset(world)
    response.status(204).end()
  })
  router.patch('/insights', (request, response) => {
    world.state.insights = z.strictObject({ enabled: z.boolean() }).parse(request.body).enabled
    done(world, response)
  })
  router.patch('/issuer', (request, response) => {
    Object.assign(world.issuer, issuerChange.parse(request.body))
    done(world, response)
  })
  router.get('/events', (_request, response) => pings(world, response))
  journalRoutes(router, world)
  faultRoutes(router, world)
  keyRoutes(router, world)
  directoryRoutes(router, world)
  phoneRoutes(router, world)
  router.use((_request, response) => void response.status(404).json({ message: 'no such control' }))
  router.use((error: unknown, _request: Request, response: Response, _next: express.NextFunction) => {
    const message = error instanceof z.ZodError ? z.prettifyError(error) : 'unreadable'
    response.status(400).json({ message })
  })
  return router
}

/** A page on another site must not reach the controls through a name that it points at this machine. */
function onlyLocal(request: Request, response: Response, next: express.NextFunction): void {
  const { address } = request.socket.address() as { address?: string }
  const isLoopback = address === '::1' || /^(::ffff:)?127\./.test(address ?? '')
  if (!isLoopback || /^(127\.\d+\.\d+\.\d+|localhost|\[::1\])(:\d+)?$/.test(request.headers.host ?? '')) next()
  else response.status(403).json({ message: 'the controls answer to this machine only' })
}

function done(world: World, response: Response, body?: unknown): void {
  changed(world)
  if (body === undefined) response.status(204).end()
  else response.json(body)
}

const missing = (response: Response, what: string): void =>
  void response.status(404).json({ message: `no such ${what}` })

const shownState = ({ state, clock }: World) => ({
  now: clock.now(),
  organisation: state.organisation,
  insights: state.insights,
  users: [...state.users.values()],
  groups: [...state.groups.values()].map((group) => ({ ...group, members: memberIds(state, group) })),
  applications: state.applications,
  phones: state.phones,
  mails: state.mails,
  pushes: state.pushes.map((push) => shownPush(push, clock.now())),
})

const shownPush = (push: Push, now: Date) => ({ ...push, status: statusOf(push, now) })

/** Server-sent events: one "changed" with the journal's last number after every call and every control. */
function pings(world: World, response: Response): void {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
  const tell = (seq: number) => void response.write(`event: changed\ndata: ${JSON.stringify({ seq })}\n\n`)
  tell(world.journal.seq)
  world.listeners.add(tell)
  response.on('close', () => world.listeners.delete(tell))
}

function journalRoutes(router: Router, world: World): void {
  router.get('/journal', (request, response) => {
    const since = Number(request.query.since ?? 0)
    response.json({ seq: world.journal.seq, entries: world.journal.entries.filter((entry) => entry.seq > since) })
  })
  router.delete('/journal', (_request, response) => {
    world.journal.entries.length = 0
    done(world, response)
  })
}

function faultRoutes(router: Router, world: World): void {
  router.get('/faults', (_request, response) => void response.json(world.faults))
  router.post('/faults', (request, response) => {
    const id = (world.faults.at(-1)?.id ?? 0) + 1
    const fault = { ...faultOrder.parse(request.body), id, met: 0 }
    if (fault.kind === 'stale') world.snapshots.set(id, structuredClone(world.state))
    world.faults.push(fault)
    done(world, response, fault)
  })
  router.delete('/faults', (_request, response) => {
    world.faults.length = 0
    world.snapshots.clear()
    done(world, response)
  })
}

function keyRoutes(router: Router, world: World): void {
  router.get('/keys', (_request, response) => {
    const keys = [...world.keys.named.values()].map((key) => ({ ...key, scopes: [...key.scopes] }))
    response.json({ keys, scopes: allScopes() })
  })
  router.patch('/keys/:name', (request, response) => {
    const key = world.keys.named.get(request.params.name)
    if (!key) return missing(response, 'key')
    const { revoked, scopes } = keyChange.parse(request.body)
    if (revoked !== undefined) key.revoked = revoked
    if (scopes) key.scopes = new Set(scopes)
    done(world, response)
  })
  router.delete('/keys/:name/scopes/:scope', (request, response) => {
    if (!world.keys.named.get(request.params.name)?.scopes.delete(request.params.scope))
      return missing(response, 'scope')
    done(world, response)
  })
}

function directoryRoutes(router: Router, world: World): void {
  router.patch('/users/:id', (request, response) => {
    const user = world.state.users.get(request.params.id)
    if (!user) return missing(response, 'user')
    changeUser(recorder(world), user, userChange.parse(request.body))
    done(world, response, user)
  })
  router.delete('/users/:id', (request, response) => {
    if (!world.state.users.delete(request.params.id)) return missing(response, 'user')
    for (const group of world.state.groups.values()) group.members.delete(request.params.id)
    done(world, response)
  })
  router.post('/groups/:id/members', (request, response) => {
    const group = world.state.groups.get(request.params.id)
    const { user, op } = memberChange.parse(request.body)
    if (!group || !world.state.users.has(user)) return missing(response, 'group or user')
    if (op === 'add') group.members.add(user)
    else group.members.delete(user)
    done(world, response)
  })
}

const recorder = ({ state, clock }: World): Recorder => ({ state, now: clock.now(), key: 'sandbox' })

function changeUser(
  by: Recorder,
  user: SystemUser,
  { locked_from: elsewhere, ...change }: z.infer<typeof userChange>,
): void {
  const locks = change.account_locked === true && !user.account_locked
  Object.assign(user, change)
  user.suspended = user.state === 'SUSPENDED'
  if (locks) {
    Object.assign(user, { account_locked_date: by.now.toISOString(), badLoginAttempts: 5 })
    const own = { hostname: `${user.username.split('.')[0]?.toUpperCase()}-LAPTOP`, ip: '203.0.113.24' }
    deviceSignIn({ ...by, now: new Date(by.now.getTime() - days(1)) }, user, own)
    lockoutEvents(by, user, elsewhere ?? own)
  }
  if (change.account_locked === false) Object.assign(user, { account_locked_date: null, badLoginAttempts: 0 })
}

function phoneRoutes(router: Router, world: World): void {
  const shown = (state: State, user: string) => ({
    phones: state.phones.filter((phone) => phone.user === user),
    pushes: state.pushes.filter((push) => push.user === user).map((push) => shownPush(push, world.clock.now())),
  })
  router.get('/phones/:user', (request, response) => {
    if (!world.state.users.has(request.params.user)) return missing(response, 'user')
    response.json(shown(world.state, request.params.user))
  })
  router.post('/phones/:user', (request, response) => {
    const { user } = request.params
    const change = phoneChange.parse(request.body)
    if ('push' in change) {
      if (!answerPush(world.state, user, change.push, change.do, world.clock.now()))
        return missing(response, 'open push')
    } else if ('enrol' in change) {
      const person = world.state.users.get(user)
      if (!person) return missing(response, 'user')
      enrolTotp(recorder(world), person)
    } else {
      const phones = world.state.phones.filter((phone) => phone.user === user)
      if (phones.length === 0) return missing(response, 'phone')
      for (const phone of phones) Object.assign(phone, change)
    }
    done(world, response, shown(world.state, user))
  })
}
