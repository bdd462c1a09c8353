// Another LATCHKEY_SECRET for a whole Latchkey: cut off in the middle, run again, and everything that was sound goes on.
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { incoming } from '../../src/adapter.ts'
import { seconds, systemClock } from '../../src/clock.ts'
import { createInbox } from '../../src/conversation/inbox.ts'
import { createKeys } from '../../src/keys.ts'
import { createLedger } from '../../src/ledger/ledger.ts'
import { createSealer } from '../../src/ledger/seal.ts'
import { verifyLedger } from '../../src/ledger/verify.ts'
import { credentialReaders } from '../../src/outbox/credential-events.ts'
import { say } from '../../src/outbox/notices.ts'
import { sealQuote } from '../../src/outbox/quotes.ts'
import { addFactor } from '../../src/proof/factors.ts'
import { personalAddresses } from '../../src/proof/read-factors.ts'
import { makeRecoveryCodes, useRecoveryCode } from '../../src/proof/recovery-codes.ts'
import { move } from '../../src/requests/move.ts'
import { loadRequest, type Request } from '../../src/requests/request.ts'
import { ownKeys } from '../../src/secrets/own-keys.ts'
import { type Rotated, rotateSecret } from '../../src/secrets/rotate.ts'
import { sealedTables } from '../../src/secrets/sealed-tables.ts'
import { type OpenStore, openStore } from '../../src/store/open.ts'
import { text } from '../../src/words/text.ts'
import { askForGroup, idFor, startTestLatchkey, type TestLatchkey, testSecret, withoutJobs } from '../latchkey.ts'

const newSecret = 'quite another secret of thirty-two characters'
const why = text('request.nobody-can-approve')
const long = { addedBy: 'sign-in', usableFrom: new Date(0) }

let before: TestLatchkey
let after: TestLatchkey
let codes: string[]
let open: Request
let forged: Request
let refused: Request
let store: OpenStore
const rotated: Rotated[] = []

beforeAll(async () => {
  before = await startTestLatchkey()
  const { core } = before
  const readers = await credentialReaders(core, idFor('ida.lindqvist'))
  codes = await core.store.tx((tx) => makeRecoveryCodes(tx, core, readers, { label: 'Printed', ...long }))
  const address = { kind: 'personal-mail' as const, label: 'i…@example.org', address: 'ida@example.org', ...long }
  await core.store.tx((tx) => addFactor(tx, core, readers, address))
  await core.freezes.freeze(idFor('tom.okafor'), { by: 'host', why: 'test' })
  for (const name of ['jonas.weber', 'hana.suzuki', 'leo.brandt']) await askForGroup(before, name)
  await before.settled()
  open = await before.requestOf('leo.brandt')
  forged = await before.requestOf('hana.suzuki')
  refused = await before.requestOf('jonas.weber')
  const mac = createKeys('a secret that nobody was given for this').mac('plan', {})
  await before.db.updateTable('plan').set({ mac }).where('hash', '=', forged.planHash).execute()

  await waitsMeanwhile(before)
  const copy = await before.latchkey.store.dump?.()
  await before.halt()
  store = await openStore({
    ...(copy ? { inMemory: true, template: copy } : { databaseUrl: before.databaseUrl }),
    queues: ['deliver-notices'],
    clock: systemClock,
  })
  const [from, to] = [createKeys(testSecret), createKeys(newSecret)]
  const ledger = createLedger({
    clock: before.clock,
    keys: to,
    sealer: createSealer({ keys: to, clock: before.clock }),
  })
  const rotation = { store, clock: before.clock, ledger, from, to }
  // It dies near the beginning, in the middle and just before the end, and is begun again.
  for (const table of ['person_key', 'vote', 'notice']) {
    const onBatch = (at: string) => {
      if (at === table) throw new Error('the process died here')
    }
    await expect(rotateSecret({ ...rotation, onBatch })).rejects.toThrow('died here')
    for (const secret of [testSecret, newSecret])
      await expect(ownKeys(store, secret, before.clock)).rejects.toThrow(
        expect.objectContaining({ code: 'secret-changing' }),
      )
  }
  const third = { ...rotation, to: createKeys('a third secret of thirty-two characters') }
  await expect(rotateSecret(third)).rejects.toThrow(expect.objectContaining({ code: 'secret-changing' }))
  rotated.push(await rotateSecret(rotation), await rotateSecret(rotation))
  await expect(ownKeys(store, testSecret, before.clock)).rejects.toThrow(
    expect.objectContaining({ code: 'other-secret' }),
  )
  const turned = await store.dump?.()
  await store.close()
  after = await startTestLatchkey({ after: { before, copy: turned }, secret: newSecret })
})
afterAll(async () => {
  await after?.stop()
  await before.stop()
})

/** Nobody takes the turn of this message, or delivers this notice, before the secret is another. */
async function waitsMeanwhile({ core, chat }: TestLatchkey): Promise<void> {
  const quiet = withoutJobs(core)
  const account = chat.account('maya.alvarez')
  const asked = { kind: 'message', account, eventId: 'event:meanwhile', text: 'show my requests', mentions: [] }
  await createInbox(quiet).receive(incoming.parse(asked))
  const quotes = [{ from: text('approval.wrote', { name: 'Leo' }), sealed: sealQuote(quiet, 'words that waited') }]
  const card = { tone: 'plain', title: text('handover.title', { name: 'Leo' }), quotes } as const
  const over = { from: ['approving'], to: 'refused', actor: 'system', event: 'request.refused', reason: why } as const
  await quiet.store.tx(async (tx) => {
    await say(tx, quiet, chat.account('ben.carter'), card)
    await move(tx, quiet, refused, over)
  })
}

test('what waited meanwhile is answered and told, with the words of whoever wrote it', async () => {
  await after.advance(seconds(30))
  await after.chat.waitFor('maya.alvarez', /Your requests|no requests/)
  await after.chat.waitFor('ben.carter', /words that waited/)
})

test('why a request ended, and what it was, is read as before', async () => {
  const { reason, shown, state } = await loadRequest(after.db, after.core, refused.id)
  expect([state, reason, shown]).toEqual(['refused', why, refused.shown])
})

test('what did not carry its seal is listed and left alone, and a second run has nothing to do', () => {
  const [first, second] = rotated
  expect(first?.refused).toEqual([{ table: 'plan', key: forged.planHash }])
  expect(second).toMatchObject({ isNew: false, refused: [] })
})

test('a forged row stays refused', async () => {
  await expect(loadRequest(after.db, after.core, forged.id)).rejects.toThrow(
    expect.objectContaining({ code: 'tampered' }),
  )
})

test('an open request goes on by the very button that its approver had before', async () => {
  await after.settled()
  await after.chat.press('mei.tanaka', 'Approve 7 days')
  await after.settled()
  expect(await after.stateOf(open.id)).toBe('done')
})

test('printed codes, an address of one’s own and a pause are what they were', async () => {
  const readers = await credentialReaders(after.core, idFor('ida.lindqvist'))
  const use = (code: string) => after.core.store.tx((tx) => useRecoveryCode(tx, after.core, readers, code))
  expect([await use(codes[0] ?? ''), await use(codes[0] ?? ''), await use(codes[1] ?? '')]).toEqual([true, false, true])
  const [own] = await personalAddresses(after.db, after.core, idFor('ida.lindqvist'))
  expect(own?.address).toBe('ida@example.org')
  expect(await after.core.freezes.isFrozen(idFor('tom.okafor'))).toBe(true)
  expect(await after.core.freezes.isFrozen(idFor('leo.brandt'))).toBe(false)
})

test('nobody’s chat account has to be connected anew', async () => {
  await after.chat.say('leo.brandt', 'show my requests')
  await after.chat.waitFor('leo.brandt', /Your requests/)
  expect(await after.core.bindings.isBound(after.chat.account('leo.brandt'), idFor('leo.brandt'))).toBe(true)
})

test('the ledger is whole and says that it happened', async () => {
  expect(await verifyLedger(after.core.store)).toMatchObject({ ok: true })
  expect(await after.ledger()).toContain('secret.rotated')
})

test('every column with a seal belongs to a table that is sealed again', async () => {
  const { rows } = await sql<{ name: string }>`SELECT table_name AS name FROM information_schema.columns
    WHERE table_schema = 'public' AND column_name LIKE '%mac'`.execute(after.db)
  // A worker's key ends with its process; the secret's own row is not sealed but seals.
  const apart = ['worker_key', 'own_secret']
  const known = sealedTables.map(({ table }) => table as string)
  expect(rows.map(({ name }) => name).filter((name) => !apart.includes(name) && !known.includes(name))).toEqual([])
})
