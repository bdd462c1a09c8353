// One turn: reads what an incoming needs, decides what it means, and writes everything that follows in one transaction.
import type { Incoming, Profile } from '../adapter.ts'
import type { Core } from '../core.ts'
import type { Directory, User } from '../directory.ts'
import { hasCode, LatchkeyError } from '../errors.ts'
import { accountKey } from '../ids.ts'
import { refreshHome, say, sayToAudit, sayToSecurity } from '../outbox/notices.ts'
import type { Binding, Change } from '../people/bindings.ts'
import { type Identity, identify } from '../people/identify.ts'
import { rememberingDirectory } from '../people/remembering-directory.ts'
import { securityAccounts } from '../people/security.ts'
import type { Card } from '../reply.ts'
import type { Tx } from '../store/store.ts'
import { text } from '../words/text.ts'
import { freezeBinding } from './account-changed.ts'
import { tooMuch } from './flood.ts'
import { openStored, type StoredIncoming, withoutWords } from './keep.ts'
import { answerCommand, answerMessage, welcome } from './message.ts'
import { answerPress } from './press.ts'
import { remember } from './recent.ts'

/** What follows from a turn, to be written in its transaction. */
export type Effects = (tx: Tx) => Promise<void>

export interface Turn extends Core {
  directory: Directory
  /** Unique to this incoming: what it makes is made once. */
  turnId: string
  came: Incoming
  stored: StoredIncoming
  profile: Extract<Profile, { kind: 'employee' }>
  identity: Identity
}

const mostAttempts = 5
/** A wake-up that nobody waits for is tried for hours; what it would have found out is looked at again at the next ask. */
const mostSilentAttempts = 100

export async function takeTurn(core: Core, turnId: string): Promise<void> {
  const row = await core.store.db
    .updateTable('incoming')
    .set({ attempts: (of) => of('attempts', '+', 1) })
    .where('id', '=', turnId)
    .where('state', '=', 'open')
    .returningAll()
    .executeTakeFirst()
  if (!row) return
  const stored = opened(core, row)
  if (!stored) return notOurs(core, row)
  let effects: Effects
  try {
    effects = await decideTurn(core, turnId, stored)
  } catch (error) {
    core.log.warn({ turn: turnId, err: error }, 'a turn failed')
    // What JumpCloud said is passed on at once; a fault of our own or of the chat platform is tried again first.
    const isSilent = isWakeUp(stored.incoming)
    const isSayable = error instanceof LatchkeyError && error.code !== 'platform-unavailable' && !isSilent
    if (!isSayable && row.attempts < (isSilent ? mostSilentAttempts : mostAttempts)) throw error
    effects = isSilent ? async () => {} : await failed(core, stored.incoming, isSayable ? error : undefined)
  }
  await core.store.tx(async (tx) => {
    const mine = await tx.db
      .updateTable('incoming')
      // What people wrote is kept no longer than it takes to answer; the id stays, so that a repeat is recognised.
      .set({
        state: 'done',
        body: JSON.stringify({ ...stored, incoming: withoutWords(stored.incoming) }),
      })
      .where('id', '=', turnId)
      .where('state', '=', 'open')
      .returning('id')
      .executeTakeFirst()
    if (mine) await effects(tx)
  })
}

/** Undefined for a row that somebody else wrote. */
function opened(core: Core, row: Parameters<typeof openStored>[1]): StoredIncoming | undefined {
  try {
    return openStored(core, row)
  } catch (error) {
    if (!hasCode(error, 'tampered')) throw error
    return undefined
  }
}

/** Nothing in it can be believed, not even whose it is: nobody is answered, and security is told. */
async function notOurs(core: Core, { id }: { id: string }): Promise<void> {
  const contacts = await securityAccounts(core)
  await core.store.tx(async (tx) => {
    const mine = await tx.db
      .updateTable('incoming')
      .set({ state: 'done', body: '{}' })
      .where('id', '=', id)
      .where('state', '=', 'open')
      .returning('id')
      .executeTakeFirst()
    if (!mine) return
    await sayToSecurity(tx, core, contacts, { tone: 'bad', title: text('audit.tampered-turn') })
    await core.ledger.append(tx, { actor: 'system', event: 'row.tampered', body: { incoming: id } })
  })
}

/** Nobody asked for anything and waits for words. */
const isWakeUp = ({ kind }: Incoming): boolean => kind === 'account-changed' || kind === 'shut-out' || kind === 'home'

/** Nobody is left with silence. */
async function failed(core: Core, { account }: Incoming, error: LatchkeyError | undefined): Promise<Effects> {
  const card: Card = {
    tone: 'bad',
    title: text('turn.failed'),
    body: [error?.text ?? text('error.internal')],
    buttons: [{ label: text('button.talk-to-human'), intent: { do: 'ask', skill: 'talk-to-human', input: {} } }],
  }
  const contacts = hasCode(error, 'tampered') ? await securityAccounts(core) : []
  return async (tx) => {
    await say(tx, core, account, card)
    if (!hasCode(error, 'tampered')) return
    await sayToSecurity(tx, core, contacts, { tone: 'bad', title: text('audit.tampered-turn'), body: [error.text] })
    await core.ledger.append(tx, { actor: 'system', event: 'row.tampered', body: { account: accountKey(account) } })
  }
}

async function decideTurn(core: Core, turnId: string, stored: StoredIncoming): Promise<Effects> {
  const came = stored.incoming
  if (came.kind === 'shut-out') return shutOut(core, came)
  const adapter = core.adapters.get(came.account.platform)
  if (!adapter) throw new LatchkeyError('platform-unavailable', { platform: came.account.platform, reason: 'off' })
  if (came.kind === 'refused') return refuse(core, came, came.why)
  const flooded = await tooMuch(core, turnId, stored)
  if (flooded) return flooded
  // Asked live at every turn: a guest, a leaver or a stranger is one from this moment on.
  const profile = await adapter.profile(came.account)
  const bound = await core.bindings.compare(came.account, profile)
  const freezes =
    bound && bound.change !== 'none' && bound.change !== 'first-address'
      ? freezing(core, bound.binding, bound.change)
      : undefined
  if (profile.kind === 'refused' && came.kind !== 'account-changed')
    return both(freezes, await refuse(core, came, profile.why))
  if (freezes) return freezes
  if (came.kind === 'account-changed' || profile.kind === 'refused') return async () => {}
  const directory = rememberingDirectory(core.directory)
  const person = bound && !isWakeUp(came) ? await lookUpPerson(directory, bound.binding) : 'unreadable'
  const since = bound && person !== 'unreadable' ? core.bindings.comparePerson(bound.binding, person) : 'none'
  if (bound && since === 'person') return freezing(core, bound.binding, since)
  const identity = await identify({ ...core, directory }, came.account, profile)
  const turn: Turn = { ...core, directory, turnId, came, stored, profile, identity }
  const effects = await answer(turn)
  return async (tx) => {
    await remember(tx, turn)
    if (bound) await note(tx, core, bound, { profile, person: since === 'first-person' ? person : undefined })
    await effects(tx)
  }
}

type Compared = NonNullable<Awaited<ReturnType<Core['bindings']['compare']>>>

/** What platform and JumpCloud told for the first time is what they are compared with from now on. */
async function note(
  tx: Tx,
  { bindings }: Core,
  { binding, change }: Compared,
  told: { profile: Turn['profile']; person: User | undefined | 'unreadable' },
): Promise<void> {
  const { email } = told.profile
  const isFirst = change === 'first-address' && email !== undefined
  const noted = isFirst ? await bindings.noteAddress(tx, binding, email) : binding
  if (told.person && told.person !== 'unreadable') await bindings.notePerson(tx, noted, told.person)
}

/** Undefined: JumpCloud knows nobody of that id any more. While it does not answer, whatever needs it is refused elsewhere. */
async function lookUpPerson(directory: Directory, { user }: Binding): Promise<User | undefined | 'unreadable'> {
  try {
    return await directory.user(user)
  } catch (error) {
    if (hasCode(error, 'jumpcloud-not-found')) return undefined
    if (error instanceof LatchkeyError) return 'unreadable'
    throw error
  }
}

function answer(turn: Turn): Promise<Effects> {
  switch (turn.came.kind) {
    case 'message':
    case 'mention':
      return answerMessage(turn, turn.came)
    case 'command':
      return answerCommand(turn, turn.came)
    case 'press':
    case 'submit':
      return answerPress(turn, turn.came)
    case 'home':
      return openHome(turn)
    default:
      return welcome(turn)
  }
}

const both =
  (first: Effects | undefined, second: Effects): Effects =>
  async (tx) => {
    await first?.(tx)
    await second(tx)
  }

const openHome = async (turn: Turn): Promise<Effects> => {
  return (tx) => refreshHome(tx, turn, turn.came.account)
}

const freezing =
  (core: Core, binding: Binding, change: Change): Effects =>
  (tx) =>
    freezeBinding(tx, core, binding, change)

/** The platform that is gone cannot be told on; what waits for it is kept, and whoever reads the audit channel learns of it. */
async function shutOut(core: Core, { account, why }: Extract<Incoming, { kind: 'shut-out' }>): Promise<Effects> {
  const { platform } = account
  return async (tx) => {
    await sayToAudit(tx, core, {
      tone: 'bad',
      title: text('audit.shut-out', { platform: text('platform.name', { platform }) }),
      body: [text(`audit.shut-out-${why}`)],
    })
    await core.ledger.append(tx, { actor: 'system', event: 'platform.shut-out', body: { platform, why } })
  }
}

/** Everyone outside is answered alike, at most once an hour, and recorded every time. */
async function refuse(core: Core, came: Incoming, why: string): Promise<Effects> {
  const hour = core.clock.now().toISOString().slice(0, 13)
  return async (tx) => {
    await say(
      tx,
      core,
      came.account,
      { tone: 'plain', title: text('people.refused') },
      { dedupe: `refused/${accountKey(came.account)}/${hour}` },
    )
    await core.ledger.append(tx, {
      actor: 'system',
      event: 'outsider.refused',
      body: { account: accountKey(came.account), why },
    })
  }
}
