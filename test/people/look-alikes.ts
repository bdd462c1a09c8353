// Profiles that look like somebody else's: whoever resolves them must find the bound person, exactly the one whose address it is, or nobody.
import fc from 'fast-check'
import type { Account, Profile } from '../../src/adapter.ts'
import { hasCode } from '../../src/errors.ts'
import type { UserId } from '../../src/ids.ts'
import { identify } from '../../src/people/identify.ts'
import { rememberingDirectory } from '../../src/people/remembering-directory.ts'
import { idFor, type TestLatchkey } from '../latchkey.ts'

const domain = 'northwind.example'
const ceo = 'ingrid.solberg'
/** Whose chat accounts are bound to them, and whose are not. */
const bound = ['leo.brandt', 'alex.kim', 'alex.kimm', 'mei.tanaka', ceo]
export const notBound = ['maya.alvarez', 'grace.mbeki', 'sofia.rossi']
const [tampered, frozen] = ['tampered-row', 'frozen-row']

const full = (text: string) => text.replace(/[!-~]/g, (letter) => String.fromCodePoint(letter.charCodeAt(0) + 0xfee0))
const local = (change: (name: string) => string) => (email: string) => {
  const [name = '', at = ''] = email.split('@')
  return `${change(name)}@${at}`
}

/** What is done to an address so that it still looks like it. */
const disguises: readonly ((email: string) => string)[] = [
  (email) => email,
  (email) => email.toUpperCase(),
  local((name) => name.replace(/^./, (first) => first.toUpperCase())),
  local((name) => `${name}+it`),
  local((name) => name.replace('.', '')),
  local((name) => name.replace('.', '..')),
  local((name) => [...name].join('.')),
  local((name) => `${name}.`),
  full,
  local(full),
  local((name) => name.replace('a', 'а')),
  local((name) => name.replace('e', 'е')),
  local((name) => name.replace('i', 'ı')),
  local((name) => name.replace('k', '\u212A')),
  local((name) => name.replace('s', 'ſ')),
  local((name) => name.replace('m', 'rn')),
  local((name) => name.replace('l', 'I')),
  local((name) => `${name}\u200B`),
  local((name) => `\u202E${name}`),
  local((name) => name.normalize('NFKD').replace('a', 'a\u0301')),
  (email) => ` ${email}`,
  (email) => `${email} `,
  (email) => `${email}\u0000`,
  (email) => email.replace(domain, `mail.${domain}`),
  (email) => email.replace(domain, `${domain}.evil.example`),
  (email) => email.replace(domain, 'nоrthwind.example'),
  (email) => email.replace('@', '%40'),
  (email) => `${email}@evil.example`,
  (email) => `evil@evil.example,${email}`,
  (email) => `"${email}"@${domain}`,
  (email) => `${email}|email:$eq:${ceo}@${domain}`,
  (email) => email.slice(1),
  () => `.*@${domain}`,
  () => `@${domain}`,
]

/** Ids that were somebody's, or nearly are. */
const accounts = (it: TestLatchkey): Account[] => {
  const of = [...bound, ...notBound, tampered, frozen].map((user) => it.chat.account(user))
  return [
    ...of,
    ...of.map((one) => ({ ...one, user: one.user.toUpperCase() })),
    ...of.map((one) => ({ ...one, tenant: 'elsewhere' })),
    ...of.map((one) => ({ ...one, platform: 'other' })),
    ...of.map((one) => ({ ...one, user: `${one.user}\u200B` })),
    ...of.map((one) => ({ ...one, user: `${one.user} ` })),
  ]
}

/** Neighbours of real addresses, a leaver, and two who share one. */
function populate({ sandbox }: TestLatchkey): void {
  const { users } = sandbox.state
  const like = users.get(idFor('leo.brandt'))
  if (!like) throw new Error('Leo is gone')
  const others = [
    ['mayaalvarez', 'mayaalvarez', 'ACTIVATED'],
    ['maya.it', 'maya.alvarez+it', 'ACTIVATED'],
    ['rnaya', 'rnaya.alvarez', 'ACTIVATED'],
    ['old.leaver', 'old.leaver', 'SUSPENDED'],
    ['twin.one', 'twin', 'ACTIVATED'],
    ['twin.two', 'twin', 'ACTIVATED'],
  ] as const
  for (const [n, [username, name, state]] of others.entries()) {
    const _id = `f00000000000000000000${String(n).padStart(3, '0')}`
    users.set(_id, { ...like, _id, username, email: `${name}@${domain}`, state, suspended: state === 'SUSPENDED' })
  }
}

/** Two bindings that prove nothing: one whose row was changed by hand, one that is frozen. */
async function spoil({ core, chat, db }: TestLatchkey): Promise<void> {
  for (const user of [tampered, frozen]) await core.bindings.bind(chat.account(user), idFor('leo.brandt'), 'import')
  await db
    .updateTable('binding')
    .set({ user_id: idFor(ceo) })
    .where('account_user', '=', tampered)
    .execute()
  const found = await core.bindings.find(chat.account(frozen))
  if (found) await core.store.tx((tx) => core.bindings.freeze(tx, found, 'address'))
}

/** In capital letters or small ones it is one address; nothing else makes two addresses one. */
const small = (text: string) => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase())

function expected(it: TestLatchkey, account: Account, email: string | undefined): UserId | 'nobody' {
  const own = bound.find((user) => JSON.stringify(it.chat.account(user)) === JSON.stringify(account))
  if (own !== undefined) return idFor(own)
  if (email === undefined || !small(email).endsWith(`@${domain}`)) return 'nobody'
  const same = [...it.sandbox.state.users.values()].filter((user) => small(user.email) === small(email))
  const [only] = same
  return only && same.length === 1 && only.state === 'ACTIVATED' ? (only._id as UserId) : 'nobody'
}

/** Throws with the profile that was taken for somebody else, and with one that was not taken for its own bound person. */
export async function checkLookAlikes(it: TestLatchkey, runs: number, seed: number): Promise<void> {
  populate(it)
  await spoil(it)
  const people = [...bound, ...notBound, 'old.leaver', 'twin', 'mayaalvarez', 'svc-backup']
  const email = fc
    .tuple(fc.constantFrom(...people), fc.array(fc.constantFrom(...disguises), { minLength: 1, maxLength: 2 }))
    .map(([name, how]) => how.reduce((address, disguise) => disguise(address), `${name}@${domain}`))
  const profile = fc.record({
    account: fc.constantFrom(...accounts(it)),
    displayName: fc.constantFrom('Ingrid Solberg', 'Leo Brandt', 'Latchkey', 'ⅠT', ''),
    email: fc.option(email, { nil: undefined, freq: 10 }),
  })
  // Nothing of JumpCloud changes meanwhile, so what was read once is read.
  const directory = rememberingDirectory(it.core.directory)
  const property = fc.asyncProperty(profile, async ({ account, displayName, email: address }) => {
    const shown = { kind: 'employee', displayName, email: address, language: 'en', timeZone: 'UTC' } satisfies Profile
    const wanted = expected(it, account, address)
    const isOwn = bound.some((user) => it.chat.account(user).user === account.user && account.platform === 'test')
    const found = await identify({ ...it.core, directory }, account, shown).catch((error: unknown) => {
      if (hasCode(error, 'tampered') && account.user === tampered) return { kind: 'unknown' as const }
      throw error
    })
    if (found.kind === 'bound' && !isOwn) throw new Error('it was taken for a bound account')
    const who = found.kind === 'unknown' ? 'nobody' : found.user
    if (account.user === tampered && who === 'nobody') return
    if (who !== wanted) throw new Error(`it is ${who} and should be ${wanted}`)
  })
  await fc.assert(property, { numRuns: runs, seed })
}
