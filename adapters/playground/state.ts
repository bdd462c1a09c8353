// Everything the page shows, in one answer: people, conversations, clock, ledger, directory and phones.

import type { Cast, CastMember } from './cast.ts'
import type { Conversations, Entry } from './conversations.ts'
import { followMail, type Letter, type LetterView } from './mail.ts'
import { channelPlace } from './outbound.ts'
import type { PushView, Sandbox, SandboxView } from './sandbox.ts'
import type { Scene } from './scene.ts'

interface LedgerRow {
  seq: number
  at: string | Date
  event: string
  request: string | null | undefined
  actor: string
  summary: string
}

export interface LedgerTail {
  /** The rows after this sequence number, oldest first. */
  tail(after: number): Promise<LedgerRow[]>
  /** Whether the chain of hashes holds from the first row to the last. */
  isIntact?(): Promise<boolean>
}

/** Somebody asks to be vouched for: whoever may do it can call them, and then hears these words. */
export interface OpenVouch {
  /** By JumpCloud id. */
  requester: string
  /** Users of the cast. */
  vouchers: readonly string[]
  words: string
}

interface CallView {
  voucher: string
  user: string
  words: string
}

export interface StateView {
  cast: (Omit<CastMember, 'tryThis'> & { tryThis: string[] })[]
  scenes: readonly Scene[]
  conversations: Record<string, readonly Entry[]>
  /** Entries of the audit channel. */
  audit: readonly Entry[]
  now: string
  /** Newest first. */
  ledger: { rows: LedgerRow[]; intact: boolean | null }
  /** Null while the sandbox does not answer. */
  sandbox: SandboxView | null
  phones: Record<string, PushView[]>
  /** Newest first. */
  mail: Record<string, LetterView[]>
  /** Calls that somebody can make now. */
  calls: CallView[]
  /** Recovery codes on paper. */
  printedCodes: Readonly<Record<string, readonly string[]>>
  /** Addresses that open in a person's own browser, by the name that they have there; null where there are no pages. */
  sites: Record<string, string> | null
}

interface Parts {
  cast: Cast
  scenes: readonly Scene[]
  conversations: Conversations
  now: () => Date
  ledger: LedgerTail
  sandbox: Sandbox
  auditChannel: string
  letters: () => readonly Letter[]
  vouches: () => Promise<readonly OpenVouch[]>
  printedCodes: () => StateView['printedCodes']
  sites: StateView['sites']
}

const shownRows = 200

/** Remembers the rows it has seen, since a ledger only grows: each look fetches what is new. */
function followLedger(ledger: LedgerTail): () => Promise<StateView['ledger']> {
  let rows: LedgerRow[] = []
  let last = 0
  return async () => {
    for (const row of await ledger.tail(last)) {
      if (row.seq <= last) continue
      last = row.seq
      rows = [row, ...rows].slice(0, shownRows)
    }
    return { rows, intact: (await ledger.isIntact?.()) ?? null }
  }
}

export function createState({
  cast,
  scenes,
  conversations,
  now,
  ledger,
  sandbox,
  auditChannel,
  letters,
  vouches,
  printedCodes,
  sites,
}: Parts): () => Promise<StateView> {
  const readLedger = followLedger(ledger)
  const readMail = followMail(letters, cast, now)
  const callsFor = (open: readonly OpenVouch[]): CallView[] =>
    open.flatMap(({ requester, vouchers, words }) => {
      const user = cast.members.find(({ jumpcloudUserId }) => jumpcloudUserId === requester)?.user
      return user === undefined ? [] : vouchers.map((voucher) => ({ voucher, user, words }))
    })
  const phonesIn = (view: SandboxView | null): StateView['phones'] => {
    const phones: StateView['phones'] = {}
    for (const { user, jumpcloudUserId } of cast.members) {
      const pushes = jumpcloudUserId === undefined ? undefined : view?.pushes[jumpcloudUserId]
      if (pushes) phones[user] = pushes
    }
    return phones
  }
  return async () => {
    const [ledgerView, sandboxView, open] = await Promise.all([
      readLedger(),
      sandbox.view().catch(() => null),
      vouches(),
    ])
    return {
      cast: cast.members.map((member) => ({ ...member, tryThis: member.tryThis ?? [] })),
      scenes,
      conversations: Object.fromEntries(cast.members.map(({ user }) => [user, conversations.of(user)])),
      audit: conversations.of(channelPlace(auditChannel)),
      now: now().toISOString(),
      ledger: ledgerView,
      sandbox: sandboxView,
      phones: phonesIn(sandboxView),
      mail: readMail(sandboxView),
      calls: callsFor(open),
      printedCodes: printedCodes(),
      sites,
    }
  }
}
