// An address of a person's own: not the organisation's, shown to be theirs by a code, and old before it counts.
import { randomUUID } from 'node:crypto'
import { domainToASCII } from 'node:url'
import { z } from 'zod'
import { days, hours, later, minutes } from '../clock.ts'
import type { Core } from '../core.ts'
import type { Directory, User } from '../directory.ts'
import type { CredentialReaders } from '../outbox/credential-events.ts'
import { usualReader } from '../outbox/reader.ts'
import { sendLetter } from '../outbox/send-letter.ts'
import { isAtWork } from '../people/is-at-work.ts'
import type { Card } from '../reply.ts'
import type { Tx } from '../store/store.ts'
import { type Text, text } from '../words/text.ts'
import { aboutChallenge, keep, type Place, take } from './challenges.ts'
import { cleanCode, newCode, spacedCode } from './code.ts'
import { addFactor, type FactorDeps, removeFactor } from './factors.ts'
import { factorsOf } from './read-factors.ts'

type Deps = FactorDeps & { directory: Directory }

/** Whoever planted it would have to wait as long, while its owner has read of it (security reference, section 4). */
const countsAfter = days(30)
const codeLasts = minutes(10)
/** To somebody's address who may never have asked for it. */
const mostLettersPerDay = 5

const form = z.email().max(254)

/** As typed, with the domain in small letters; undefined: it is none. */
function cleanAddress(typed: string): string | undefined {
  const [, box = '', domain = ''] = /^([^@\s]+)@([^@\s]+)$/.exec(typed.trim()) ?? []
  const read = form.safeParse(`${box}@${domainToASCII(domain)}`)
  return read.success ? read.data : undefined
}

/** Enough to know one's own by: its first letter and where it is. */
export const maskedAddress = (address: string): string =>
  address.replace(/^(.)[^@]*@/u, (_, first: string) => `${first}…@`)

const whyNotOwn = (deps: Pick<Core, 'organisation'>, user: Pick<User, 'email'>, address: string): Text | undefined =>
  isAtWork(deps, user, address) ? text('own-address.is-work') : undefined

const waiting = (db: Tx['db'] | Core['store']['db'], { link, browser }: Place) =>
  db
    .selectFrom('page_challenge')
    .selectAll()
    .where('kind', '=', 'mail')
    .where('link', '=', link.digest)
    .where('browser', '=', browser)
    .where('used_at', 'is', null)

/** The address to which a code is on its way from this page, in this browser. */
export async function addressWaiting(
  deps: Pick<Deps, 'store' | 'keys' | 'clock'>,
  at: Place,
): Promise<string | undefined> {
  const row = await waiting(deps.store.db, at)
    .where('expires_at', '>', deps.clock.now())
    .orderBy('made_at', 'desc')
    .executeTakeFirst()
  return row?.sealed ? deps.keys.open(aboutChallenge(row), row.sealed).toString() : undefined
}

const secretOf = ({ link, browser }: Place, code: string): string => `${link.digest}/${browser}/${code}`

/** Undefined: a code is on its way. Throws `unreachable` or `platform-unavailable` where the mail server does not take it. */
export async function sendAddressCode(deps: Deps, at: Place, typed: string): Promise<Text | undefined> {
  const address = cleanAddress(typed)
  if (address === undefined) return text('own-address.none')
  const why = whyNotOwn(deps, await deps.directory.user(at.link.person), address)
  if (why) return why
  const code = newCode()
  const isKept = await deps.store.tx(async (tx) => {
    if ((await lettersToday(tx, deps, at)) >= mostLettersPerDay) return false
    await tx.db
      .updateTable('page_challenge')
      .set({ used_at: deps.clock.now() })
      .where('kind', '=', 'mail')
      .where('link', '=', at.link.digest)
      .where('used_at', 'is', null)
      .execute()
    await keep(tx, deps, { kind: 'mail', at, secret: secretOf(at, code), kept: address, lastsMs: codeLasts })
    return true
  })
  if (!isKept) return text('own-address.too-many')
  await sendLetter(deps, { id: randomUUID(), address, card: letter(deps, code), reader: usualReader(deps) })
  return undefined
}

/** A stranger may read it, so it names nobody and halts nothing. */
const letter = ({ organisation }: Pick<Core, 'organisation'>, code: string): Card => ({
  tone: 'plain',
  title: text('own-address.letter-title'),
  body: [
    text('own-address.letter', { name: organisation.organisation.name }),
    text('mail-code.code', { code: spacedCode(code) }),
    text('mail-code.nobody'),
    text('own-address.letter-else'),
  ],
})

async function lettersToday(tx: Tx, { clock }: Pick<Core, 'clock'>, { link }: Place): Promise<number> {
  const { sent } = await tx.db
    .selectFrom('page_challenge')
    .select(({ fn }) => fn.countAll<string>().as('sent'))
    .where('kind', '=', 'mail')
    .where('person', '=', link.person)
    .where('made_at', '>', later(clock.now(), -hours(24)))
    .executeTakeFirstOrThrow()
  return Number(sent)
}

/** False: that is not the code. The address that there was before is no more, and is told of it as well. */
export async function addAddress(
  tx: Tx,
  deps: Deps,
  readers: CredentialReaders,
  { at, typed, addedBy }: { at: Place; typed: string; addedBy: string },
): Promise<boolean> {
  const code = cleanCode(typed)
  const address = code && (await take(tx, deps, { kind: 'mail', at, secret: secretOf(at, code) }))
  if (!address) return false
  for (const { kind, id } of await factorsOf(tx.db, deps, readers.person))
    if (kind === 'personal-mail') await removeFactor(tx, deps, readers, id)
  const usableFrom = later(deps.clock.now(), countsAfter)
  const label = maskedAddress(address)
  await addFactor(tx, deps, readers, { kind: 'personal-mail', label, address, addedBy, usableFrom })
  return true
}
