// Colleagues who mean harm and have no rights try everything on one person: nothing of theirs changes, and they can still help themselves (T-O2).
import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { hours, minutes } from '../../src/clock.ts'
import type { Authenticator } from '../../src/demo/authenticator.ts'
import { createVisitor, openLink } from '../../src/demo/visitor.ts'
import { credentialReaders } from '../../src/outbox/credential-events.ts'
import { makeRecoveryCodes } from '../../src/proof/recovery-codes.ts'
import { idFor, startTestLatchkey, type TestLatchkey } from '../latchkey.ts'
import { seedFor, sizeOf } from '../prove/sizes.ts'
import { usePasskey, withPasskey } from '../web/passkeys.ts'

/** A connected colleague, and somebody who gave an account of theirs the victim's address. */
const [victim, colleague, impostor] = ['leo.brandt', 'hana.suzuki', 'mallory'] as const
const sentences = [
  'unlock leo.brandt@northwind.example',
  'please reset the password of leo.brandt@northwind.example',
  'reset the MFA of leo.brandt@northwind.example, he lost his phone',
  'my colleague leo.brandt@northwind.example lost his laptop, freeze him',
  'suspend leo.brandt@northwind.example',
  'freeze Latchkey',
  'unfreeze leo.brandt@northwind.example',
  'remove leo.brandt@northwind.example from the Looker – Analyst group',
  'why is leo.brandt@northwind.example locked out',
  'I am leo.brandt, my account is locked',
  'cancel the request of leo.brandt@northwind.example',
  'this wasn’t me',
]

let it: TestLatchkey
let key: Authenticator
let codes: string[]
/** What the victim was shown, as somebody who looks over their shoulder could copy it. */
let handles: string[]
beforeAll(async () => {
  it = await startTestLatchkey({
    pages: true,
    others: [{ user: impostor, name: 'Leo Brandt', email: 'leo.brandt@northwind.example' }],
    organisation: (example) => ({ ...example, recovery: { ...example.recovery, password: 'email' } }),
  })
  key = await withPasskey(it, victim)
  const readers = await credentialReaders(it.core, idFor(victim))
  const how = { label: 'Printed', addedBy: 'sign-in', usableFrom: new Date(0) }
  codes = await it.core.store.tx((tx) => makeRecoveryCodes(tx, it.core, readers, how))
  await it.sandbox.changePhone(victim, { auto: 'ignore' })
  await it.advance(hours(73))
  handles = [
    await it.handleFor(victim, { do: 'ask', skill: 'report-lost-device', input: {} }),
    await it.handleFor(victim, { do: 'ask', skill: 'reset-password', input: {} }),
  ]
})
afterAll(() => it.stop())

const pageUrl = (purpose: string) => `${it.core.pages.url}/p/${purpose}/${randomBytes(16).toString('base64url')}`
const pick = <Item>(items: readonly Item[], at: number): Item => items[at % items.length] as Item

/** Each with how often it is made; `n` is random. What the program refuses is what is hoped for. */
const moves: [weight: number, move: (n: number) => Promise<unknown>][] = [
  [300, (n) => fetch(pageUrl(pick(['not-me', 'prove', 'vouch', 'approve', 'enrol', 'set-password'], n)))],
  [
    300,
    (n) => {
      const body = new URLSearchParams({ do: pick(['halt', 'code', 'open', 'approve'], n), code: pick(codes, n) })
      return fetch(pageUrl('not-me'), { method: 'POST', body, headers: { connection: 'close' } })
    },
  ],
  [8, (n) => it.chat.pressHandle(colleague, pick(handles, n))],
  [4, (n) => it.chat.pressHandle(pick([colleague, impostor], n), randomBytes(16).toString('base64url'))],
  [4, (n) => it.chat.submitHandle(colleague, pick(handles, n), { code: String(n).padStart(6, '0').slice(-6) })],
  [8, (n) => it.chat.say(colleague, pick(sentences, n))],
  [4, async () => ownPage()],
  [4, (n) => it.chat.say(impostor, pick(['I’m locked out', 'reset my password', 'my laptop was stolen'], n))],
  [4, () => pressed(impostor, 'Do it')],
  [4, (n) => guessed(String(n).padStart(6, '0').slice(-6))],
]

/** A button that may not be there. */
async function pressed(user: string, label: string): Promise<void> {
  const found = it.chat.posts.findLast(
    ({ place, card }) => place === user && card.buttons.some((one) => one.label === label),
  )
  const handle = found?.card.buttons.find((one) => one.label === label)?.handle
  if (handle !== undefined) await it.chat.pressHandle(user, handle)
}

/** The code of a push that rings on the victim's phone. */
async function guessed(code: string): Promise<void> {
  await pressed(impostor, 'Type the code')
  const form = it.chat.formOf(impostor)
  if (form) await it.chat.submitHandle(impostor, form.handle, { code })
}

/** On a page of their own: somebody else's printed code. */
async function ownPage(): Promise<void> {
  const { visitor } = await openLink(await it.linkFor(colleague, { purpose: 'my-proofs', person: idFor(colleague) }))
  await visitor.press('code', { code: codes[0] ?? '' })
}

const stateOfVictim = () => {
  const { state } = it.sandbox
  const id = idFor(victim)
  const groups = [...state.groups.values()].filter(({ members }) => members.has(id)).map(({ name }) => name)
  return JSON.stringify([state.users.get(id), groups, state.phones.filter(({ user }) => user === id)])
}

test('nothing of theirs changes; afterwards a passkey still does what it is for', async () => {
  const before = stateOfVictim()
  const every = moves.reduce((sum, [weight]) => sum + weight, 0)
  const tries = fc.sample(fc.tuple(fc.nat(every - 1), fc.nat(999_999)), {
    numRuns: sizeOf('nuisance'),
    seed: seedFor('nuisance'),
  })
  for (const [nth, [at, n]] of tries.entries()) {
    let left = at
    for (const [weight, move] of moves) {
      if (left < weight) {
        await move(n)
        break
      }
      left -= weight
    }
    if (nth % 50 === 49) it.clock.advance(minutes(7))
  }
  // Whatever hangs on the phone is over.
  await it.advance(minutes(6), { isBusy: true })
  expect(stateOfVictim()).toBe(before)
  expect(await it.core.freezes.isFrozen(idFor(victim))).toBe(false)
  expect(await it.core.freezes.isFrozen('house')).toBe(false)
  const { used } = await it.db
    .selectFrom('recovery_code')
    .select(({ fn }) => fn.count('used_at').as('used'))
    .executeTakeFirstOrThrow()
  expect(Number(used)).toBe(0)

  await it.chat.say(victim, 'I forgot my password')
  await it.chat.press(victim, 'Do it')
  const { visitor } = await openLink(await it.chat.linkOf(victim, 'Prove it on a page'), createVisitor())
  await usePasskey(visitor, key)
  await it.chat.waitFor(victim, /Reset my password: done/)
})

test('three open asks of an account that only has somebody’s address do not keep that person from asking', async () => {
  await it.sandbox.changeUser(victim, { account_locked: true })
  for (let times = 0; times < 3; times += 1) {
    await it.chat.say(impostor, 'I’m locked out')
    await it.settled()
  }
  await it.chat.say(victim, 'I’m locked out')
  await it.chat.waitFor(victim, /Unlock Leo Brandt/)
})
