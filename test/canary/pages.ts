// Secrets typed on Latchkey's own pages: where they belong, in the wrong field, at the wrong moment, and into addresses.
import { hours, minutes } from '../../src/clock.ts'
import type { CrashPoint } from '../../src/core.ts'
import { createVisitor, openLink, type Shown, type Visitor } from '../../src/demo/visitor.ts'
import { credentialReaders } from '../../src/outbox/credential-events.ts'
import { makeRecoveryCodes } from '../../src/proof/recovery-codes.ts'
import { sendValue } from '../../src/requests/send-value.ts'
import { idFor, type TestLatchkey } from '../latchkey.ts'
import { usePasskey, withPasskey } from '../web/passkeys.ts'
import { typeCodeOnPage } from '../web/type-code.ts'
import type { Secret } from './secrets.ts'

export interface Pages {
  it: TestLatchkey
  /** The next time that this point is reached, the work ends there as in a killed process. */
  dieAt(point: CrashPoint): void
}

const forgetful = [
  'leo.brandt',
  'chloe.martin',
  'diego.fernandez',
  'viktor.lund',
  'aisha.rahman',
  'hana.suzuki',
] as const
/** What JumpCloud does with a password, in turn; the last one takes it. */
const answers = [
  { kind: 'echo', status: 400 },
  { kind: 'echo', status: 409 },
  { kind: 'echo', status: 403 },
  { kind: 'status', status: 500 },
  { kind: 'error-body' },
  { kind: 'html', status: 502 },
] as const

/** Returns everything that a browser was shown. */
export async function typeOnPages(pages: Pages, secrets: readonly Secret[]): Promise<string[]> {
  const shown: string[] = []
  const see = async (page: Promise<Shown>) => void shown.push((await page).html)
  await pages.it.advance(hours(73))
  const share = Math.ceil(secrets.length / Math.min(forgetful.length, Math.ceil(secrets.length / 12)))
  for (let n = 0; n * share < secrets.length; n += 1)
    await forgotPassword(pages, forgetful[n] ?? 'leo.brandt', secrets.slice(n * share, (n + 1) * share), see)
  return shown
}

type See = (page: Promise<Shown>) => Promise<void>

async function forgotPassword({ it, dieAt }: Pages, user: string, secrets: readonly Secret[], see: See): Promise<void> {
  const visitor = await proven(it, user, secrets, see)
  const { id: request, planHash: hash } = await it.requestOf(user)
  const link = () => it.linkFor(user, { purpose: 'set-password', person: idFor(user), request, hash })
  const old = await link()
  const url = await link()
  await see(openLink(url, visitor).then(({ shown }) => shown))
  const other = createVisitor()
  await other.get(url)
  for (const [n, { text }] of secrets.entries()) {
    // Not the same twice, from another browser, and as a path.
    await see(visitor.press('set', { password: text, again: `${text}.` }))
    await see(other.press('set', { password: text, again: text }))
    await see(visitor.press(text, { [text.slice(0, 60)]: text, password: text }))
    await see(createVisitor().get(url.replace(/[^/]+$/, encodeURIComponent(text))))
    if (n > 0) continue
    // Nobody there who could take it.
    const workers = await it.db.deleteFrom('worker_key').returningAll().execute()
    await see(visitor.press('set', { password: text, again: text }))
    await it.db.insertInto('worker_key').values(workers).execute()
  }
  const set = async (password: string) => {
    await sendValue(it.core, await it.requestOf(user), password)
    await it.settled()
    await it.advance(minutes(3))
  }
  for (const [n, { text }] of secrets.entries()) {
    const fault = answers[n % answers.length]
    if (n === secrets.length - 1) dieAt('gate:ran')
    else if (n === secrets.length - 2) dieAt('gate:about-to')
    else await it.sandbox.fault({ ...fault, match: { method: 'POST', path: `${idFor(user)}/password` }, times: 1 })
    await set(text)
  }
  await it.sandbox.noFaults()
  await it.advance(hours(1))
  for (const { text } of secrets.slice(0, 2)) {
    const late = createVisitor()
    await late.get(old)
    await see(late.press('set', { password: text, again: text }))
  }
}

/** Asks for it and proves it, after typing passwords wherever a code belongs. */
async function proven(it: TestLatchkey, user: string, secrets: readonly Secret[], see: See): Promise<Visitor> {
  await it.chat.say(user, 'I forgot my password')
  await it.chat.press(user, 'Do it')
  const ring = await it.phone(user).ring()
  const visitor = createVisitor()
  const { id: request, planHash: hash } = await it.requestOf(user)
  await openLink(await it.linkFor(user, { purpose: 'prove', person: idFor(user), request, hash }), visitor)
  // A push does not ring for ever.
  for (const { text } of secrets.slice(0, 4)) {
    await see(visitor.press('push-code', { code: text }))
    await visitor.call('passkey-answer', { answer: text })
    await visitor.call(text.replace(/\W/g, '') || 'none', { answer: text })
  }
  for (const { text } of secrets.slice(0, 2)) await see(visitor.press('code', { code: text }))
  await typeCodeOnPage(it, user, ring.code, visitor)
  await it.phone(user).accept(ring.id)
  await it.settled()
  return visitor
}

/** Somebody vouches, and types a password for the four words; returns the recovery codes that were printed meanwhile. */
export async function typeForWords({ it }: Pages, secrets: readonly Secret[]): Promise<Secret[]> {
  const [lost, helper] = ['sofia.rossi', 'dana.whitfield'] as const
  const key = await withPasskey(it, helper)
  const how = { label: 'Printed', addedBy: 'sign-in', usableFrom: new Date(0) }
  const readers = await credentialReaders(it.core, idFor(lost))
  const codes = await it.core.store.tx((tx) => makeRecoveryCodes(tx, it.core, readers, how))
  await it.chat.say(lost, 'I lost my phone and cannot confirm the sign-in')
  await it.chat.press(lost, 'Do it')
  await it.settled()
  const { id: request, planHash: hash } = await it.requestOf(lost)
  const open = async (user: string, purpose: 'vouch' | 'prove') =>
    (await openLink(await it.linkFor(user, { purpose, person: idFor(user), request, hash }))).visitor
  const own = await open(lost, 'prove')
  await own.press('code', { code: codes[0] ?? '' })
  await own.press('code', { code: codes[0] ?? '' })
  const visitor = await open(helper, 'vouch')
  for (const { text } of secrets.slice(2)) await visitor.press('vouch', { words: text, met: 'in-person' })
  await usePasskey(visitor, key)
  for (const { text } of secrets) await visitor.press('vouch', { words: text, met: 'in-person' })
  for (const { text } of secrets) await visitor.press('vouch', { words: 'acorn', met: text })
  for (const code of codes.slice(1, 4)) await it.chat.say(lost, `my recovery code is ${code}`)
  await it.chat.say(lost, codes[4] ?? '')
  await it.settled()
  return codes.map((text) => ({ kind: 'recovery-code', text }))
}
