// Tells of everything that happens to somebody's password, factors or account: them on every known way, their manager, security.
import type { CredentialEvent } from '../action.ts'
import { hours, later } from '../clock.ts'
import type { Core } from '../core.ts'
import type { Directory, User } from '../directory.ts'
import { hasCode, LatchkeyError } from '../errors.ts'
import { type Account, accountKey, type RequestId, type UserId } from '../ids.ts'
import { isAtWork } from '../people/is-at-work.ts'
import { securityAccounts } from '../people/security.ts'
import { personalAddresses } from '../proof/read-factors.ts'
import type { Button, Card } from '../reply.ts'
import type { Tx } from '../store/store.ts'
import { at, type Text, text } from '../words/text.ts'
import { type Counted, say, sayToSecurity, write } from './notices.ts'

/** What of it is told to whom (security reference, section 4). */
const told: Readonly<Record<CredentialEvent, { manager: boolean; security: boolean }>> = {
  'password-asked': { manager: true, security: false },
  'mfa-asked': { manager: true, security: true },
  'password-changed': { manager: true, security: false },
  'mfa-reset': { manager: true, security: true },
  'device-removed': { manager: true, security: true },
  'account-suspended': { manager: true, security: true },
  'factor-added': { manager: false, security: false },
  'factor-removed': { manager: false, security: false },
  'code-used': { manager: false, security: false },
  'address-changed': { manager: false, security: false },
}

type Deps = Pick<Core, 'store' | 'clock' | 'keys' | 'mail' | 'pages' | 'organisation' | 'bindings' | 'log'>

interface Reader {
  accounts: Account[]
  /** Without a channel it is told, and counts for nobody as a warning. */
  mails: { address: string; channel: Counted | undefined }[]
}

/** Who is told and where, looked up before the transaction that tells them. */
export interface CredentialReaders {
  person: UserId
  name: string
  own: Reader
  manager: Reader
  security: Account[]
}

/**
 * What cannot be looked up is left out; whoever counts the notices that were taken then counts fewer. `mustAnswer`: while
 * JumpCloud does not answer it throws what JumpCloud said, for nothing may be done meanwhile of which nobody is told.
 */
export async function credentialReaders(
  deps: Deps & { directory: Directory },
  person: UserId,
  { mustAnswer = false }: { mustAnswer?: boolean } = {},
): Promise<CredentialReaders> {
  const ifThere = lookedUp(deps, mustAnswer)
  const user = await ifThere(() => deps.directory.user(person))
  const manager = await ifThere(() => deps.directory.manager(person))
  return {
    person,
    name: user?.name ?? '',
    own: {
      accounts: await deps.bindings.accountsOf(person),
      mails: once([...ownMails(deps, user), ...(await personal(deps, person))]),
    },
    manager: manager
      ? { accounts: await deps.bindings.accountsOf(manager.id), mails: managerMails(manager) }
      : { accounts: [], mails: [] },
    security: await securityAccounts(deps),
  }
}

const lookedUp =
  ({ log }: Pick<Core, 'log'>, mustAnswer: boolean) =>
  async <T>(read: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await read()
    } catch (error) {
      if (!(error instanceof LatchkeyError)) throw error
      if (mustAnswer && hasCode(error, 'jumpcloud-unavailable', 'jumpcloud-busy')) throw error
      log.warn({ err: error }, 'somebody who is to be told could not be looked up')
      return undefined
    }
  }

/** Likewise for JumpCloud's, when it was verified just now. */
const rests = hours(72)
const isRested = ({ verifiedAt }: NonNullable<User['recoveryEmail']>, now: Date): boolean =>
  verifiedAt !== undefined && later(verifiedAt, rests) <= now

/** Another name of the work mail warns nobody a second time. */
function ownMails({ organisation, clock }: Deps, user: User | undefined): Reader['mails'] {
  const work = user?.email === undefined ? [] : [{ address: user.email, channel: 'mail/work' as const }]
  const recovery = user?.recoveryEmail
  if (!recovery) return work
  const counts = isRested(recovery, clock.now()) && !isAtWork({ organisation }, user, recovery.address)
  return [...work, { address: recovery.address, channel: counts ? 'mail/recovery' : undefined }]
}

/** One that was added lately is written to, but is no way that warns its owner yet: a thief may have added it. */
const personal = async (deps: Deps, person: UserId): Promise<Reader['mails']> =>
  (await personalAddresses(deps.store.db, deps, person)).map(({ address, isRested }) => ({
    address,
    channel: isRested ? ('mail/personal' as const) : undefined,
  }))

/** The first of two that are the same. */
const once = (mails: Reader['mails']): Reader['mails'] =>
  mails.filter(({ address }, at) => mails.findIndex((one) => isSameAddress(one.address, address)) === at)

const isSameAddress = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase()

const managerMails = ({ email }: User): Reader['mails'] =>
  email === undefined ? [] : [{ address: email, channel: 'manager' }]

export interface Happened {
  event: CredentialEvent
  request?: { id: RequestId; number: number } | undefined
  /** What more there is to know. */
  more?: readonly Text[]
  /** Addresses that are none any more, or not yet: they are told as well. */
  alsoTo?: readonly string[]
}

export async function tellCredentialEvent(
  tx: Tx,
  deps: Deps,
  readers: CredentialReaders,
  { event, request, more = [], alsoTo = [] }: Happened,
): Promise<void> {
  const { person, name, own, manager, security } = readers
  const note = (to: Reader, card: Card) => noteTo(tx, deps, to, card, { event, request: request?.id })
  const mails = once([...own.mails, ...alsoTo.map((address) => ({ address, channel: undefined }))])
  await note({ accounts: own.accounts, mails }, cardFor('own'))
  if (told[event].manager) await note(manager, cardFor('manager'))
  if (told[event].security) await sayToSecurity(tx, deps, security, { ...cardFor('manager'), buttons: [] })

  function cardFor(reader: 'own' | 'manager'): Card {
    return {
      tone: 'bad',
      title: text(`credential.${event}-${reader}`, reader === 'own' ? {} : { name }),
      body: [
        text('credential.when', { when: at(deps.clock.now()) }),
        ...more,
        text(`credential.fine-${reader}`),
        text(deps.pages.url === undefined ? 'credential.call' : `credential.not-${reader}`),
      ],
      buttons: stopButton(deps, person, request?.id, reader),
      ...(request ? { footer: text('card.number', { number: request.number }) } : {}),
    }
  }
}

/** Without pages of our own only the chat can carry it, and only about a request. */
function stopButton(
  { pages }: Deps,
  person: UserId,
  request: RequestId | undefined,
  reader: 'own' | 'manager',
): Button[] {
  const look = { label: text(reader === 'own' ? 'button.not-me' : 'button.not-them'), style: 'danger' as const }
  if (pages.url !== undefined) return [{ ...look, page: { purpose: 'not-me', person, request } }]
  return request && reader === 'own' ? [{ ...look, intent: { do: 'not-me', request } }] : []
}

async function noteTo(
  tx: Tx,
  deps: Deps,
  { accounts, mails }: Reader,
  card: Card,
  { event, request }: { event: CredentialEvent; request: RequestId | undefined },
) {
  const isManager = mails.some(({ channel }) => channel === 'manager')
  const onlyOnce = (place: string) => (request ? { request, dedupe: `credential/${event}/${request}/${place}` } : {})
  for (const account of accounts) {
    const counts: Counted = isManager ? 'manager' : `chat/${account.platform}`
    await say(tx, deps, account, card, { ...onlyOnce(accountKey(account)), counts })
  }
  for (const { address, channel } of mails) {
    const box = deps.keys.digest('mail-box', address.toLowerCase())
    await write(tx, deps, address, card, { ...onlyOnce(`mail/${box}`), counts: channel })
  }
}
