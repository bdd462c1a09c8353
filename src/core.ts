// What `main.ts` builds once and hands around: one value, no container, no module state.
import type { Logger } from 'pino'
import type { Action } from './action.ts'
import type { Adapter } from './adapter.ts'
import type { Clock } from './clock.ts'
import type { Arrivals } from './conversation/arrivals.ts'
import type { Router } from './conversation/router/router.ts'
import type { Directory } from './directory.ts'
import type { Values } from './gate/values.ts'
import type { ClockCheck } from './jumpcloud/clock-check.ts'
import type { Caller } from './jumpcloud/endpoint.ts'
import type { Pushes } from './jumpcloud/push.ts'
import { usualRepeatMs } from './jumpcloud/wait.ts'
import type { Keys } from './keys.ts'
import type { AuditFile } from './ledger/audit-file.ts'
import type { Ledger } from './ledger/ledger.ts'
import type { Mailer } from './mail/mailer.ts'
import type { Organisation } from './organisation/organisation.ts'
import type { Bindings } from './people/bindings.ts'
import type { Freezes } from './people/freeze.ts'
import type { Method } from './proof/methods.ts'
import type { SignIn } from './proof/sign-in.ts'
import type { Skill } from './skill.ts'
import type { Store } from './store/store.ts'
import type { Text } from './words/text.ts'

/** Waits that people feel; shortened in tests and the demo, never skipped. */
export interface Timing {
  /** Between two looks at a push. */
  pushPollMs: number
  /** Between an unknown outcome and the next look or attempt. */
  readBackMs: number
  /** The longest first pause before a call to JumpCloud that failed is repeated; each later one may be twice as long. */
  repeatMs: number
}

export const usualTiming: Timing = { pushPollMs: 2000, readBackMs: 1000, repeatMs: usualRepeatMs }

/**
 * Named points at which a test lets the process die. Each sits between a commit and an effect; in production `reach` does nothing.
 */
export const crashPoints = ['gate:claimed', 'gate:about-to', 'gate:ran', 'proof:stored', 'notice:delivered'] as const
export type CrashPoint = (typeof crashPoints)[number]

export interface CrashPoints {
  reach(point: CrashPoint): Promise<void>
}

export const noCrashPoints: CrashPoints = { reach: async () => {} }

/** Where Latchkey's own pages are reached (no slash at the end), or why there are none. */
export type Pages = { url: string; off?: undefined } | { off: Text; url?: undefined }

export interface Core {
  clock: Clock
  keys: Keys
  store: Store
  ledger: Ledger
  log: Logger
  organisation: Organisation
  /** Changes whenever the organisation's choices change: open approvals are then void. */
  policyVersion: string
  skills: ReadonlyMap<string, Skill>
  actions: ReadonlyMap<string, Action>
  directory: Directory
  adapters: ReadonlyMap<string, Adapter>
  pages: Pages
  /** Undefined: JumpCloud is not set up to sign people in here. */
  signIn: SignIn | undefined
  /** By which people may prove themselves in this installation. */
  methods: readonly Method[]
  bindings: Bindings
  freezes: Freezes
  /** Undefined: no mail server is set up. */
  mail: Mailer | undefined
  router: Router
  arrivals: Arrivals
  timing: Timing
  crashPoints: CrashPoints
  sleep(ms: number, signal?: AbortSignal): Promise<void>
}

/** The capability to verify: only `proof/` takes it. */
export interface ProofCore extends Core {
  pushes: Pushes
}

/** The capability to write: only `gate/` takes it, so that it can run in a process of its own. */
export interface GateCore extends Core {
  writer: Caller
  /** Undefined: the organisation has none. */
  auditFile: AuditFile | undefined
  /** What JumpCloud's answers say of this machine's clock. */
  clockCheck: Pick<ClockCheck, 'tooFarApart'>
  values: Values
}
