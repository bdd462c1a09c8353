// The one composition root: builds every part by hand from configuration, and starts and stops them in order.

import { setTimeout as realSleep } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { Adapter, Inbox } from './adapter.ts'
import { type Clock, systemClock } from './clock.ts'
import type { Config } from './config.ts'
import { createArrivals } from './conversation/arrivals.ts'
import { createInbox } from './conversation/inbox.ts'
import { shippedData } from './conversation/router/data/shipped.ts'
import { createEmbeddedRouter, type Router } from './conversation/router/router.ts'
import { watchedInbox } from './conversation/watched-inbox.ts'
import { type CrashPoints, type GateCore, noCrashPoints, type ProofCore, type Timing, usualTiming } from './core.ts'
import type { LatchkeyError } from './errors.ts'
import { type Receiving, receiveValues } from './gate/receive-values.ts'
import { createValues } from './gate/values.ts'
import { createPushes } from './jumpcloud/push.ts'
import type { Keys } from './keys.ts'
import { createAuditFile } from './ledger/audit-file.ts'
import { createMailer } from './mail/mailer.ts'
import { createMetrics, type Metrics } from './metrics.ts'
import type { Organisation } from './organisation/organisation.ts'
import { watchedAdapter } from './outbox/watched-adapter.ts'
import { watchedMailer } from './outbox/watched-mailer.ts'
import { actionsByName, jobsFolder, openParts } from './parts.ts'
import { noteRolesBefore } from './people/role-since.ts'
import { checkChoices, policyVersion } from './policy/choices.ts'
import { type Method, methods } from './proof/methods.ts'
import { createSignIn } from './proof/sign-in.ts'
import { alarmAt } from './requests/alarm.ts'
import { reconcile } from './requests/reconcile.ts'
import { stopIfRestored } from './requests/restored.ts'
import { mayWrite, type ProcessRole } from './roles.ts'
import type { Skill } from './skill.ts'
import { loadSkills } from './skills.ts'
import { startAdapters } from './start-adapters.ts'
import { readFigures } from './store/figures.ts'
import { loadJobs, type RunningJobs, startJobs } from './store/jobs.ts'
import type { OpenStore, OpenStoreOptions } from './store/open.ts'
import { createSeen } from './store/seen.ts'
import { pagesOf } from './web/address.ts'
import { loadPages, mountPages } from './web/pages.ts'
import type { WebServer } from './web/server.ts'
import { signedInPath } from './web/signed-in.ts'

/** What every adapter may be built from. */
export interface AdapterParts {
  store: OpenStore
  clock: Clock
  keys: Keys
  log: Logger
  /** Tells security of a row that was changed from outside. */
  alarm(at: Record<string, string>, error: LatchkeyError): Promise<void>
  /** True the first time a key is seen, by whichever process. */
  isNew(key: string): Promise<boolean>
}

export interface LatchkeyOptions {
  config: Pick<Config, 'jumpcloud' | 'databaseUrl' | 'dataFolder' | 'secret'> & {
    [Name in 'mail' | 'publicUrl' | 'signIn' | 'auditFile']?: Config[Name]
  }
  organisation: Organisation
  log: Logger
  /** `all` without it. A worker has no adapters. */
  role?: ProcessRole
  adapters(parts: AdapterParts): Adapter[]
  /** Where pages are mounted; a process without one has none of its own, and still links to them. */
  web?: Pick<WebServer, 'app'>
  clock?: Clock
  timing?: Timing
  crashPoints?: CrashPoints
  /** Without it, those in the folder. */
  skills?: ReadonlyMap<string, Skill>
  /** One that has learnt these skills already. */
  router?: Router
  store?: Pick<OpenStoreOptions, 'inMemory' | 'template' | 'onFirstRun'>
  /** Where it is counted what this process does. */
  metrics?: Metrics
}

export interface Latchkey {
  core: GateCore & ProofCore
  store: OpenStore
  inbox: Inbox
  /** Brings everything that waits for time up to a clock that was moved. */
  catchUp(movedMs: number): Promise<void>
  isReady(): Promise<boolean>
  /** What Prometheus reads. */
  metrics(): ReturnType<Metrics['page']>
  /** Resolves when no job runs or is due now. */
  idle(timeoutMs?: number): Promise<void>
  stop(): Promise<void>
}

export async function startLatchkey(options: LatchkeyOptions): Promise<Latchkey> {
  const { config, organisation, log, clock = systemClock, role = 'all', metrics = createMetrics() } = options
  const timing = options.timing ?? usualTiming
  const skills = options.skills ?? (await loadSkills())
  checkChoices(organisation, skills)
  const parts = await openParts({ ...options, clock, skills, role, metrics, timing })
  const { keys, store, ledger, bindings, freezes, directory, callers, clockCheck } = parts
  const alarm = (at: Record<string, string>, error: LatchkeyError) =>
    alarmAt({ ...parts, clock, log, organisation }, at, error)
  const made = options.adapters({ store, clock, keys, log, alarm, isNew: createSeen(store, clock) })
  const adapters = made.map((adapter) => watchedAdapter(adapter, { metrics, log }))
  const core: GateCore & ProofCore = {
    clock,
    keys,
    store,
    ledger,
    log,
    organisation,
    policyVersion: policyVersion(organisation, skills),
    skills,
    actions: actionsByName,
    directory,
    adapters: new Map(adapters.map((adapter) => [adapter.platform, adapter])),
    bindings,
    arrivals: createArrivals(),
    ...proving({ config, role, clock, log }),
    freezes,
    mail: config.mail && watchedMailer(createMailer(config.mail), { metrics, log }),
    router: options.router ?? createEmbeddedRouter(routable(skills), shippedData),
    timing,
    crashPoints: options.crashPoints ?? noCrashPoints,
    sleep: async (ms, signal) => void (await realSleep(ms, undefined, signal ? { signal } : {})),
    pushes: createPushes(callers.verifier),
    writer: callers.writer,
    clockCheck,
    auditFile: config.auditFile === undefined ? undefined : createAuditFile(config.auditFile),
    values: createValues({ keys, clock }),
  }
  if (options.web && core.pages.url !== undefined) mountPages(options.web.app, core, core.pages.url, await loadPages())
  const inbox = watchedInbox(createInbox(core), { metrics, log })
  const { jobs, receiving, stop } = await open(core, { inbox, store, role, metrics, close: parts.close })
  return {
    core,
    store,
    inbox,
    async catchUp(movedMs) {
      await store.shiftDelayed(movedMs)
      await receiving?.beat()
      await noteRolesBefore(core, movedMs)
      await reconcile(core)
      await jobs.wake()
    },
    // One platform that shut Latchkey out must not take the others with it: the log and the audit channel tell of it.
    isReady: async () =>
      (adapters.length === 0 || adapters.some((adapter) => adapter.isReady())) &&
      (await store.db.selectFrom('ledger_head').select('seq').executeTakeFirst()) !== undefined,
    metrics: () =>
      metrics.page(async (afterRecord) => ({
        ...(await readFigures({ store, clock }, afterRecord)),
        platforms: adapters.map((adapter) => ({ platform: adapter.platform, isReady: adapter.isReady() })),
      })),
    idle: (timeoutMs) => jobs.idle(timeoutMs),
    stop,
  }
}

/** The pages, and by which methods people may prove themselves. A worker asks for no proof, so it counts what others took. */
function proving({
  config,
  role,
  clock,
  log,
}: Pick<LatchkeyOptions, 'config' | 'log'> & { role: ProcessRole; clock: Clock }) {
  const pages = pagesOf(config)
  const redirect = `${pages.url}${signedInPath}`
  const signIn = pages.url && config.signIn ? createSignIn(config.signIn, { clock, log, redirect }) : undefined
  const onPages = pages.url ? (['passkey', 'recovery-code'] as const) : []
  const byMail = pages.url && config.mail ? (['personal-mail'] as const) : []
  const here: Method[] = ['push', 'vouch', ...onPages, ...byMail, ...(signIn ? (['sign-in'] as const) : [])]
  return { pages, signIn, methods: role === 'worker' ? methods : here }
}

interface Opening {
  inbox: Inbox
  store: OpenStore
  role: ProcessRole
  metrics: Metrics
  close(): Promise<void>
}

/** Jobs, then adapters. When one cannot start, a taken port for instance, what runs already is stopped again. */
async function open(core: GateCore & ProofCore, { inbox, store, role, metrics, close }: Opening) {
  const stops = [close]
  const stop = async (): Promise<void> => {
    for (const stopOne of stops.toReversed()) await stopOne()
  }
  try {
    await stopIfRestored(core)
    const jobs = await resume(core, { store, role, metrics })
    stops.push(() => jobs.stop())
    const receiving: Receiving | undefined = mayWrite(role) ? await receiveValues(core) : undefined
    if (receiving) stops.push(() => receiving.stop())
    stops.push(await startAdapters(core, inbox))
    return { jobs, receiving, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** An embedded store has no other user, so what a dead process held is free at once; then every due row is woken. */
async function resume(
  core: GateCore & ProofCore,
  { store, role, metrics }: Pick<Opening, 'store' | 'role' | 'metrics'>,
): Promise<RunningJobs> {
  if (store.kind === 'embedded') {
    await store.db.updateTable('mailbox').set({ busy_until: null }).execute()
    await store.db.updateTable('step').set({ lease_until: null }).where('state', '=', 'running').execute()
    await store.db
      .updateTable('request')
      .set({ due_at: core.clock.now() })
      .where('state', 'in', ['running', 'ending', 'ready', 'proving'])
      .execute()
  }
  const jobs = await startJobs(store, await jobsOf(role), core, {
    log: core.log,
    metrics,
    isRush: () => core.arrivals.isRush(),
  })
  await reconcile(core)
  if (store.kind === 'embedded')
    await store.tx(async (tx) => {
      const open = await tx.db.selectFrom('incoming').select('id').where('state', '=', 'open').execute()
      for (const { id } of open) await tx.enqueue('take-turn', { incoming: id })
    })
  return jobs
}

async function jobsOf(role: ProcessRole) {
  const jobs = Object.entries(await loadJobs<GateCore & ProofCore>(jobsFolder))
  return Object.fromEntries(jobs.filter(([, { runs = 'edge' }]) => role === 'all' || role === runs))
}

const routable = (skills: ReadonlyMap<string, Skill>) =>
  [...skills].map(([name, { title, examples, policy, input }]) => ({
    name,
    title,
    examples: [...examples],
    // What asks for nothing and proves nothing can be answered on a smaller hint.
    changesState: policy.approvals.length > 0 || policy.proof.default !== 'S0' || Object.keys(input.shape).length > 0,
  }))
