// A whole Latchkey for a test: the real sandbox, the real program on a store of its own, a movable clock, and a chat in memory.
import { sql } from 'kysely'
import { DateTime } from 'luxon'
import { movableClock } from '../src/clock.ts'
import type { Router } from '../src/conversation/router/router.ts'
import type { CrashPoint, GateCore, ProofCore } from '../src/core.ts'
import { freePort } from '../src/demo/free-port.ts'
import { createPhone, type Phone } from '../src/demo/phone.ts'
import { createSandboxView, type SandboxView } from '../src/demo/sandbox-view.ts'
import { type RequestId, requestId, type UserId, userId } from '../src/ids.ts'
import type { Intent, PageOf } from '../src/intent.ts'
import { readLedger } from '../src/ledger/ledger.ts'
import { createLog } from '../src/log.ts'
import type { MailSettings } from '../src/mail/mailer.ts'
import { type Latchkey, startLatchkey } from '../src/main.ts'
import type { Organisation } from '../src/organisation/organisation.ts'
import { organisationFromFile } from '../src/organisation/read.ts'
import { mintHandle } from '../src/outbox/handles.ts'
import { mintPageLink } from '../src/outbox/page-links.ts'
import type { SignInSettings } from '../src/proof/sign-in.ts'
import { loadRequest, type Request } from '../src/requests/request.ts'
import { people as company } from '../src/sandbox/company/people.ts'
import { sandboxKey } from '../src/sandbox/keys.ts'
import { type Sandbox, startSandbox } from '../src/sandbox/server.ts'
import { idOf } from '../src/sandbox/state.ts'
import type { Skill } from '../src/skill.ts'
import type { Store } from '../src/store/store.ts'
import { createWebServer } from '../src/web/server.ts'
import { createFakeChat, type FakeChat, type FakePerson } from './fakes/chat.ts'
import { examplePath } from './organisation/example.ts'
import { type CopiedDatabase, storeOfItsOwn } from './store.ts'

export const testSecret = 'a secret of thirty-two characters'

export interface TestLatchkey {
  core: GateCore & ProofCore
  latchkey: Latchkey
  /** The first of the platforms. */
  chat: FakeChat
  chats: readonly FakeChat[]
  clock: ReturnType<typeof movableClock>
  server: Sandbox
  /** The log, line by line. */
  log: string[]
  sandbox: SandboxView & Controls & Pick<Sandbox, 'state'>
  db: Store['db']
  phone(username: string): Phone
  /** Nothing is running or due. */
  settled(): Promise<void>
  /** Moves the clock and lets what is due happen. A push that still waits for its phone keeps Latchkey busy. */
  advance(ms: number, how?: { isBusy?: boolean }): Promise<void>
  /** The newest request of this person, as its row is now. */
  requestOf(username: string): Promise<Request>
  /** A button that this person's account holds, whether or not a card ever showed it. */
  handleFor(user: string, meaning: Intent, of?: FakeChat): Promise<string>
  /** A link that this person's account was shown. */
  linkFor(user: string, page: PageOf, of?: FakeChat): Promise<string>
  stateOf(id: RequestId): Promise<string>
  /** The events, of one request or all. */
  ledger(request?: RequestId): Promise<string[]>
  /** On PostgreSQL. */
  databaseUrl: string | undefined
  /** Ends the program, and leaves its store and its world. */
  halt(): Promise<void>
  stop(): Promise<void>
}

export interface TestOptions {
  /** Employees whose chat account nobody has connected yet, by username; all others are. */
  unbound?: readonly string[]
  organisation?(example: Organisation): Organisation
  /** Local time in Berlin at which the test begins. A Wednesday morning, unless it matters. */
  startsAt?: string
  /** Without it: PostgreSQL where there is one. */
  on?: 'embedded'
  /** Called at each crash point; throwing there ends the work as a killed process would. */
  atPoint?(point: CrashPoint): Promise<void> | void
  /** People of the chat beside the company's own. */
  others?: readonly FakePerson[]
  /** Platforms on which everybody has an account; one unless it matters. */
  platforms?: readonly string[]
  /** Latchkey's own pages, on plain http on this machine. */
  pages?: true
  /** A mail server. */
  mail?: MailSettings
  /** Who signs people in, told where browsers come back to. */
  signIn?(redirect: string): Promise<SignInSettings>
  /** Goes on where another one was: its world, and a copy of its store, or the database on PostgreSQL that it left. */
  after?: { before: TestLatchkey; copy: Blob | CopiedDatabase | undefined }
  /** Instead of those in the folder. */
  skills?: ReadonlyMap<string, Skill>
  secret?: string
}

/** Learnt once by each worker from the skills of the folder: it takes a third of a second, and comes out the same each time. */
const learnt: { router?: Router } = {}

/** Far more than anything takes here, also on a machine that does much else. */
const patienceMs = 60_000

/** Every employee's chat user id is their username. */
const employees: FakePerson[] = company
  .filter(({ first }) => first !== '')
  .map(({ username, first, last }) => ({
    user: username,
    name: `${first} ${last}`,
    email: `${username}@northwind.example`,
  }))

export const idFor = (username: string): UserId => userId.parse(idOf('user', username))
export const groupFor = (name: string): string => idOf('group', name)

export async function startTestLatchkey(options: TestOptions = {}): Promise<TestLatchkey> {
  const { unbound = [], platforms = ['test'], startsAt = '2026-11-25T10:05:00' } = options
  const start = DateTime.fromISO(startsAt, { zone: 'Europe/Berlin' })
  const before = options.after?.before
  const clock = before?.clock ?? movableClock(start.toMillis() - Date.now())
  const sandbox = before?.server ?? (await startSandbox({ clock }))
  const place = options.after ? placeAfter(options.after) : await storeOfItsOwn(options.on)
  const lines: string[] = []
  const chats =
    before?.chats ??
    platforms.map((platform) =>
      createFakeChat({ platform, people: [...employees, ...(options.others ?? [])], now: () => clock.now() }),
    )
  const [chat] = chats
  if (!chat) throw new Error('a test needs a platform')
  const example = { ...organisationFromFile(examplePath), audit: { channel: { platform: 'test', id: 'audit' } } }
  const log = createLog({ level: 'debug', secrets: [], destination: { write: (line) => void lines.push(line) } })
  const port = options.pages && (await freePort())
  const publicUrl = port ? `http://localhost:${port}` : undefined
  const web = createWebServer({ log, isReady: async () => true })
  const latchkey = await startLatchkey({
    config: {
      publicUrl,
      signIn: await options.signIn?.(`${publicUrl}/p/-/signed-in`),
      jumpcloud: {
        credential: { kind: 'api-key', key: sandboxKey },
        readCredential: undefined,
        orgId: undefined,
        region: 'us',
        overrides: { consoleUrl: sandbox.url, insightsUrl: sandbox.url },
      },
      databaseUrl: place.databaseUrl,
      dataFolder: '',
      secret: options.secret ?? testSecret,
      mail: options.mail,
    },
    store: place.embedded,
    organisation: options.organisation?.(example) ?? example,
    log,
    web,
    clock,
    timing: { pushPollMs: 60, readBackMs: 5, repeatMs: 10 },
    crashPoints: { reach: async (point) => options.atPoint?.(point) },
    adapters: () => chats.map(({ adapter }) => adapter),
    ...(options.skills ? { skills: options.skills } : learnt),
  })
  if (!options.skills) learnt.router ??= latchkey.core.router
  const { core } = latchkey
  if (port) await web.listen(port, '127.0.0.1')
  for (const { account } of before ? [] : chats)
    for (const { user } of employees)
      if (!unbound.includes(user)) await core.bindings.bind(account(user), idFor(user), 'import')
  const view = await createSandboxView(sandbox.url)
  let halting: Promise<void> | undefined
  const halt = (): Promise<void> => {
    halting ??= web.close().then(() => latchkey.stop())
    return halting
  }

  return {
    core,
    latchkey,
    chat,
    chats,
    clock,
    server: sandbox,
    log: lines,
    sandbox: { ...view, ...controls(sandbox.url), state: sandbox.state },
    db: core.store.db,
    phone: (username) => createPhone(sandbox.url, idFor(username)),
    settled: () => latchkey.idle(patienceMs),
    async advance(ms, { isBusy = false } = {}) {
      clock.advance(ms)
      await latchkey.catchUp(ms)
      if (!isBusy) await latchkey.idle(patienceMs)
    },
    async requestOf(username) {
      const row = await core.store.db
        .selectFrom('request')
        .select('id')
        .where('requester', '=', idFor(username))
        .orderBy('number', 'desc')
        .executeTakeFirstOrThrow()
      return loadRequest(core.store.db, core, requestId.parse(row.id))
    },
    handleFor: (user, meaning, of = chat) => core.store.tx((tx) => mintHandle(tx.db, core, of.account(user), meaning)),
    stateOf: async (id) =>
      (await core.store.db.selectFrom('request').select('state').where('id', '=', id).executeTakeFirstOrThrow()).state,
    ledger: async (request) => (await readLedger(core.store, { limit: 10_000, request })).map(({ event }) => event),
    async linkFor(user, page, of = chat) {
      const url = await core.store.tx((tx) => mintPageLink(tx.db, core, page, of.account(user)))
      if (url === undefined) throw new Error('start this test with `pages: true`')
      return url
    },
    databaseUrl: place.databaseUrl,
    halt,
    async stop() {
      await halt()
      if (!before) await sandbox.close()
      await place.drop()
    },
  }
}

const placeAfter = ({ before, copy }: NonNullable<TestOptions['after']>) =>
  copy instanceof Blob
    ? { databaseUrl: undefined, embedded: { inMemory: true, template: copy }, drop: async () => {} }
    : { databaseUrl: copy?.url ?? before.databaseUrl, embedded: {}, drop: async () => copy?.drop() }

/** The same program, but what it does wakes no job: a test then takes each step itself. */
export function withoutJobs<Core extends GateCore & ProofCore>(core: Core): Core {
  const store: Store = {
    ...core.store,
    tx: (work) => core.store.tx(({ db }) => work({ db, enqueue: async () => {}, enqueueAll: async () => {} })),
  }
  return { ...core, store }
}

interface Controls {
  changeUser(username: string, change: object): Promise<void>
  changeMember(group: string, username: string, op: 'add' | 'remove'): Promise<void>
  changePhone(username: string, change: object): Promise<void>
  changeKey(change: object): Promise<void>
}

function controls(url: string): Controls {
  async function control(path: string, method: string, body: object): Promise<void> {
    const response = await fetch(`${url}/_sandbox${path}`, {
      method,
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
    })
    if (!response.ok) throw new Error(`the sandbox answered ${response.status} to ${path}`)
  }
  return {
    changeUser: (username, change) => control(`/users/${idFor(username)}`, 'PATCH', change),
    changeMember: (group, username, op) =>
      control(`/groups/${groupFor(group)}/members`, 'POST', { user: idFor(username), op }),
    changePhone: (username, change) => control(`/phones/${idFor(username)}`, 'POST', change),
    changeKey: (change) => control('/keys/full', 'PATCH', change),
  }
}

/** Leo-like: asks for a group in words and says yes to the plan. */
export async function askForGroup(
  { chat }: { chat: FakeChat },
  username: string,
  { group = 'Looker – Analyst', days = 7 } = {},
): Promise<void> {
  await chat.say(username, `I need ${group} for ${days} days for the q3 numbers`)
  await chat.press(username, 'Do it')
}

/** Locks the account, asks to unlock it and says yes; resolves when the phone rings. */
export async function askToUnlock(
  { chat, sandbox, phone }: Pick<TestLatchkey, 'chat' | 'sandbox' | 'phone'>,
  username: string,
) {
  await sandbox.changeUser(username, { account_locked: true })
  await chat.say(username, 'I’m locked out')
  await chat.press(username, 'Do it')
  return phone(username).ring()
}

/** Opens the form for the code and sends it. */
export async function typeCode({ chat }: Pick<TestLatchkey, 'chat'>, username: string, code: string) {
  await chat.press(username, 'Type the code')
  return chat.submit(username, { code })
}

/** Any other code of six digits. */
export const wrong = (code: string, by = 1): string => String((Number(code) + by) % 1_000_000).padStart(6, '0')

/** Every row of every table as text, for a search for what must not be there. */
export async function everythingIn({ db }: Pick<TestLatchkey, 'db'>): Promise<string> {
  const { rows } = await sql<{ name: string }>`SELECT table_schema || '.' || table_name AS name
    FROM information_schema.tables WHERE table_schema IN ('public', 'pgboss') AND table_type = 'BASE TABLE'`.execute(db)
  let all = ''
  for (const { name } of rows) {
    const { rows: texts } = await sql<{ row: string }>`SELECT t::text AS row FROM ${sql.raw(name)} t`.execute(db)
    all += `${texts.map(({ row }) => row).join('\n')}\n`
  }
  return all
}
