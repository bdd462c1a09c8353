// What every process and command needs before it does anything: keys, the store, the ledger, bindings, and JumpCloud.
import { join } from 'node:path'
import type { Logger } from 'pino'
import type { Action } from './action.ts'
import { actions } from './actions/index.ts'
import type { Clock } from './clock.ts'
import type { Config } from './config.ts'
import type { Timing } from './core.ts'
import type { Directory } from './directory.ts'
import { type CallerOptions, createCaller, type JumpCloudCaller } from './jumpcloud/client.ts'
import { type ClockCheck, createClockCheck } from './jumpcloud/clock-check.ts'
import { createDirectory } from './jumpcloud/directory.ts'
import { jumpcloudHosts } from './jumpcloud/hosts.ts'
import { isRead } from './jumpcloud/judge.ts'
import { createPauses } from './jumpcloud/pauses.ts'
import { pushEndpoints } from './jumpcloud/push.ts'
import { readEndpoints } from './jumpcloud/reads.ts'
import type { Keys } from './keys.ts'
import { createLedger, type Ledger } from './ledger/ledger.ts'
import { createSealer } from './ledger/seal.ts'
import type { Metrics } from './metrics.ts'
import type { Organisation } from './organisation/organisation.ts'
import { type Bindings, createBindings } from './people/bindings.ts'
import { createFreezes, type Freezes } from './people/freeze.ts'
import { needsOf, skillsNeeding } from './permissions.ts'
import { credentialOf, facesPeople, mayWrite, type ProcessRole } from './roles.ts'
import { ownKeys } from './secrets/own-keys.ts'
import type { Skill } from './skill.ts'
import { jobNames } from './store/jobs.ts'
import { type OpenStore, type OpenStoreOptions, openStore } from './store/open.ts'

export const jobsFolder = join(import.meta.dirname, 'jobs')

export const actionsByName: ReadonlyMap<string, Action> = new Map(
  Object.values(actions).map((action) => [action.name, action as unknown as Action]),
)

const writeEndpoints = Object.values(actions).flatMap(({ endpoint }) => endpoint ?? [])

export interface PartsOptions {
  config: Pick<Config, 'jumpcloud' | 'databaseUrl' | 'dataFolder' | 'secret'>
  clock: Clock
  log: Logger
  /** Which capabilities this process has; `all` without it. */
  role?: ProcessRole | undefined
  /** For the words of a refusal: which skills a missing permission switches off, by the organisation's choices. */
  skills: ReadonlyMap<string, Skill>
  organisation?: Organisation | undefined
  metrics?: Metrics | undefined
  timing?: Pick<Timing, 'repeatMs'> | undefined
  store?: Pick<OpenStoreOptions, 'inMemory' | 'template' | 'onFirstRun'> | undefined
}

export interface Parts {
  keys: Keys
  store: OpenStore
  ledger: Ledger
  bindings: Bindings
  freezes: Freezes
  directory: Directory
  callers: Record<'reader' | 'verifier' | 'writer', JumpCloudCaller>
  clockCheck: ClockCheck
  close(): Promise<void>
}

export async function openParts({
  config,
  clock,
  log,
  skills,
  organisation,
  metrics,
  timing,
  role = 'all',
  store: how,
}: PartsOptions): Promise<Parts> {
  const clockCheck = createClockCheck()
  const callers = createCallers(config, { clock, log, metrics, timing, skills, organisation, role, clockCheck })
  const store = await openStore({
    ...how,
    databaseUrl: config.databaseUrl,
    folder: how?.inMemory ? undefined : config.dataFolder,
    queues: await jobNames(jobsFolder),
    clock,
    log,
  })
  const keys = await keysFor(store, config.secret, clock)
  const ledger = createLedger({ clock, keys, sealer: createSealer({ keys, clock }) })
  return {
    keys,
    store,
    ledger,
    bindings: createBindings({ store, keys, clock, ledger }),
    freezes: createFreezes({ store, keys, clock, ledger }),
    directory: createDirectory(callers.reader, { clock, orgId: config.jumpcloud.orgId }),
    callers,
    clockCheck,
    async close() {
      await Promise.all(Object.values(callers).map((caller) => caller.close()))
      await store.close()
    },
  }
}

async function keysFor(store: OpenStore, secret: string, clock: Clock): Promise<Keys> {
  try {
    return await ownKeys(store, secret, clock)
  } catch (error) {
    await store.close()
    throw error
  }
}

/** Three capabilities with three allow-lists. What a process has no part in is an empty list: refused before the wire. */
function createCallers(
  config: PartsOptions['config'],
  {
    clock,
    skills,
    organisation,
    role,
    log,
    metrics,
    timing,
    clockCheck,
  }: Pick<PartsOptions, 'clock' | 'skills' | 'organisation' | 'log' | 'metrics' | 'timing'> & {
    role: ProcessRole
    clockCheck: ClockCheck
  },
): Parts['callers'] {
  const needs = needsOf(skills, actionsByName, organisation)
  const { orgId, region, overrides } = config.jumpcloud
  const common: CallerOptions = {
    credential: credentialOf(role, config),
    orgId,
    clock,
    hosts: jumpcloudHosts(region, overrides),
    skillsNeeding: (scopes) => skillsNeeding(needs, scopes),
    observe: watchCalls(log, metrics),
    repeatMs: timing?.repeatMs,
    clockCheck,
    pauses: createPauses(clock),
  }
  return {
    reader: createCaller({ ...common, allowed: readEndpoints }),
    verifier: createCaller({ ...common, allowed: facesPeople(role) ? pushEndpoints : [] }),
    writer: createCaller({ ...common, allowed: mayWrite(role) ? writeEndpoints : [] }),
  }
}

/** By the endpoint's own path, in which every id is still a name. Reads are many, so they stand in the log for whoever looks closer. */
const watchCalls =
  (log: Logger, metrics: Metrics | undefined): CallerOptions['observe'] =>
  ({ endpoint, status, ms }) => {
    const name = `${endpoint.method} ${endpoint.path}`
    metrics?.jumpcloud({ endpoint: name, status, ms })
    const level = !/^2/.test(status) ? 'warn' : isRead(endpoint) ? 'debug' : 'info'
    log[level]({ endpoint: name, status, ms: Math.round(ms) }, 'JumpCloud was called')
  }
