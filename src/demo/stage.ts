// The stage of the model conversations: people in front of some chat platform, a sandbox, a clock, and a process to kill.
import type { CrashPoint } from '../core.ts'
import type { Browser } from './browser.ts'
import type { ChatDriver, SeenMessage } from './driver.ts'
import type { Letter } from './letters.ts'
import type { Phone } from './phone.ts'
import type { SandboxView } from './sandbox-view.ts'

/** Who stands on the stage, by the name that the platform's driver knows them by. */
export interface People {
  maya: string
  leo: string
  mei: string
  tom: string
  /** Leo’s manager. */
  priya: string
  /** Two of the service desk. */
  dana: string
  ben: string
  /** A security contact. */
  nadia: string
  guest: string
  bot: string
  foreign: string
}

interface LedgerLine {
  seq: number
  event: string
  actor: string
}

export interface Stage {
  people: People
  chat: ChatDriver
  /** The phone of somebody on the stage, as that person holds it. */
  phone(user: string): Phone
  /** The browser of somebody on the stage, the same whenever it is asked for. */
  browser(user: string): Browser
  /** The letters to somebody on the stage, oldest first. */
  mail(user: string): Letter[]
  sandbox: SandboxView
  /** Cards of the audit channel, oldest first. */
  audit(): Promise<SeenMessage[]>
  ledger(): Promise<LedgerLine[]>
  /** What time it is on the stage. */
  now(): Date
  /** Moves Latchkey's clock and the sandbox's, and lets what is due happen. */
  advance(ms: number): Promise<void>
  /** Resolves when nothing is running or due. */
  settled(): Promise<void>
  /** SIGKILL, wherever the process is. */
  kill(): Promise<void>
  /** Starts Latchkey again on the same store. */
  start(): Promise<void>
  /** From now on the process ends itself by SIGKILL when it reaches this point; resolves when it has. */
  dieAt(point: CrashPoint): Promise<{ died: Promise<void> }>
  close(): Promise<void>
}

/** What a conversation is given: a stage, and a way to say what is being looked at. */
export interface Scene extends Stage {
  /** A line of the transcript that is nobody's message. */
  tell(words: string): void
  /** Throws when it does not hold; a line of the transcript when it does. */
  check(what: string, holds: boolean, details?: unknown): void
}

export interface Conversation {
  name: string
  title: string
  /** What the sandbox's directory must differ in at the end, and nothing else: "maya.alvarez: account_locked false". */
  changes: string[]
  /** How many calls may have changed JumpCloud, counted by the sandbox. */
  writes: number
  play(scene: Scene): Promise<void>
}
