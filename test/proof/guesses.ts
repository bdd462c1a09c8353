// Guesses at somebody's codes and words, by many at one moment: how many of them are looked at, and how many are taken (T-B4).
import { randomUUID } from 'node:crypto'
import { later, minutes } from '../../src/clock.ts'
import type { Core } from '../../src/core.ts'
import type { UserId } from '../../src/ids.ts'
import { credentialReaders } from '../../src/outbox/credential-events.ts'
import { findPageLinkByDigest } from '../../src/outbox/page-links.ts'
import { noWait } from '../../src/policy/policy.ts'
import { codeDigest } from '../../src/proof/code.ts'
import { makeRecoveryCodes } from '../../src/proof/recovery-codes.ts'
import { typeCode } from '../../src/proof/type-code.ts'
import { vouch } from '../../src/proof/vouch.ts'
import { endProofs, insertProof, insertProofRow } from '../../src/requests/proofs.ts'
import type { Request } from '../../src/requests/request.ts'
import { vouchWords } from '../../src/requests/vouch-words.ts'
import type { Tx } from '../../src/store/store.ts'
import { html } from '../../src/web/html.ts'
import { actOnProving } from '../../src/web/proving.ts'
import { seededRandom } from '../full/random.ts'
import { idFor, type TestLatchkey, withoutJobs } from '../latchkey.ts'
import { aStoredRequest } from '../requests/stored.ts'
import { remembered } from '../seals/flips.ts'
import { aUser } from '../store/rows.ts'

/** `evaluated`: compared with the right one. */
export interface Guessed {
  evaluated: number
  taken: number
}

const lanes = 8
const perTurn = 50
const digits = (code: number): string => String(code).padStart(6, '0')

/** Many requests of one person, each with one code after the other; who may not guess any more tries even the right ones. */
export async function guessCodes({ core: full }: TestLatchkey, guesses: number, seed: number): Promise<Guessed> {
  const core = withoutJobs(full)
  const random = seededRandom(seed)
  const person = aUser()
  const found: Guessed = { evaluated: 0, taken: 0 }
  const perCode = Math.max(50, Math.ceil(guesses / 48))

  async function lane(nth: number): Promise<void> {
    const plan = { requester: person, subject: person, skillVersion: nth + 1 }
    const request = await aStoredRequest(core, { plan, row: { state: 'proving' } })
    let right = 0
    for (let tried = 0; tried < guesses / lanes; tried += perTurn)
      await core.store.tx(async (tx) => {
        if (tried % perCode < perTurn) {
          right = 900_000 + Math.floor(random.between(0, 100_000))
          await newPush(tx, core, request, digits(right))
        }
        for (let nthGuess = 0; nthGuess < perTurn; nthGuess += 1) {
          const isOver = found.evaluated >= 10
          const guess = isOver && random.chance(0.02) ? right : Math.floor(random.between(0, 900_000))
          const on = { request: request.id, hash: request.planHash, account: request.account }
          const said = await typeCode(tx, core, on, digits(guess))
          if (said === undefined) found.taken += 1
          if (said?.key === 'proof.wrong-code' || said?.key === 'proof.code-used-up') found.evaluated += 1
        }
      })
  }

  await Promise.all(Array.from({ length: lanes }, (_, nth) => lane(nth)))
  return found
}

/** As `startProof` stores one: the one before dies with it. */
async function newPush(tx: Tx, core: Core, request: Request, code: string): Promise<void> {
  const { id: request_id, planHash: plan_hash, requester: person, account } = request
  await endProofs(tx, core, request)
  const id = randomUUID()
  const now = core.clock.now()
  await insertProofRow(tx, core, {
    ...{ id, request_id, plan_hash, person, level: 'S1', method: 'push', state: 'sent' },
    ...{ platform: account.platform, tenant: account.tenant, account_user: account.user, tries: 0 },
    ...{ code_digest: codeDigest(core, id, code), code_typed_at: null, push_endpoint: 'phone', push_id: id },
    ...{ push_status: 'SENT', sent_at: now, expires_at: later(now, minutes(5)), completed_at: null },
    ...{ vouched_by: null, met: null, browser: null },
  })
}

/** On one page after the other, each with a link of its own, by several at once. */
export async function guessRecoveryCodes(on: TestLatchkey, guesses: number, seed: number): Promise<Guessed> {
  const { core } = on
  const random = seededRandom(seed)
  const [username, person] = ['leo.brandt', idFor('leo.brandt')]
  const readers = await credentialReaders(core, person)
  const how = { label: 'Recovery codes', addedBy: 'sign-in', usableFrom: new Date(0) }
  const [right = ''] = await core.store.tx((tx) => makeRecoveryCodes(tx, core, readers, how))
  const failures = async () => {
    const rows = await on.db.selectFrom('page_link').select('failures').where('person', '=', person).execute()
    return rows.reduce((sum, row) => sum + row.failures, 0)
  }
  let taken = 0
  const letters = [...'0123456789ABCDEFGHJKMNPQRSTVWXYZ']

  async function lane(): Promise<void> {
    const visit = await visitOf(on, username, person)
    for (let tried = 0; tried < guesses / lanes; tried += 1) {
      const isOver = (await failures()) >= 10
      const guess = Array.from({ length: 16 }, () => random.pick(letters)).join('')
      const code = isOver && random.chance(0.02) ? right : guess
      if ((await actOnProving(visit, { do: 'code', code })) === 'again') taken += 1
    }
  }

  await Promise.all(Array.from({ length: lanes }, lane))
  return { evaluated: await failures(), taken }
}

async function visitOf({ core, db, linkFor }: TestLatchkey, username: string, person: UserId) {
  await linkFor(username, { purpose: 'my-proofs', person })
  const newest = db.selectFrom('page_link').select('digest').orderBy('minted_at', 'desc')
  const { digest } = await newest.where('failures', '=', 0).executeTakeFirstOrThrow()
  const link = await findPageLinkByDigest(core.store.db, core, digest)
  if (!link) throw new Error('the link is gone')
  const page = { show: async () => ({ title: 'A page' as never, body: html`` }), takeProof: async () => true }
  return { deps: core, page, link, browser: '0'.repeat(64), say: () => '', path: '/', csrf: '' }
}

/** At the four words of one recovery, by a voucher who has proven themselves, all at once. */
export async function guessWords({ core: full, chat }: TestLatchkey, guesses: number, seed: number): Promise<Guessed> {
  const core = withoutJobs(full)
  const random = seededRandom(seed)
  const person = idFor('hana.suzuki')
  const needs = { kind: 'needs', way: 'recovery', proof: 'S3', lost: [], approvals: [], wait: noWait }
  const row = { state: 'proving', needs: JSON.stringify(needs) }
  const plan = { requester: person, subject: person, skillVersion: 1 + Math.floor(random.between(0, 1e6)) }
  const request = await aStoredRequest(core, { plan, row })
  const [voucher, account] = [idFor('felix.braun'), chat.account('felix.braun')]
  const own = { method: 'passkey', level: 'S2', person: voucher, place: account } as const
  await core.store.tx((tx) => insertProof(tx, core, request, own))
  const right = vouchWords(core, request)
  const found: Guessed = { evaluated: 0, taken: 0 }
  await Promise.all(
    Array.from({ length: guesses }, async (_, nth) => {
      // The right words come when it is over: they open nothing any more.
      const typed = found.evaluated >= 3 ? right : `acorn-${['bear', 'lily', 'moss'][nth % 3]}-violin-${nth}`
      const effects = await vouch(core, request, { voucher, account, hash: request.planHash, typed, met: 'in-person' })
      const said = await core.store.tx(effects)
      if (said === 'wrong' || said === 'frozen') found.evaluated += 1
      if (said === 'taken') found.taken += 1
    }),
  )
  return found
}

/** The same with every row put back as it was after each guess, and in the end with all of them gone. */
export async function guessPutBack(on: TestLatchkey, guesses: number): Promise<string[]> {
  const core = withoutJobs(on.core)
  const person = aUser()
  const request = await aStoredRequest(core, {
    plan: { requester: person, subject: person },
    row: { state: 'proving' },
  })
  const at = { request: request.id, hash: request.planHash, account: request.account }
  const type = async (code: number) =>
    (await core.store.tx((tx) => typeCode(tx, core, at, digits(code))))?.key ?? 'taken'
  const said: string[] = []
  for (const right of [900_001, 900_002, 900_003]) {
    await core.store.tx((tx) => newPush(tx, core, request, digits(right)))
    const restore = await remembered(on.db, ['proof'])
    for (let nth = 0; nth < guesses; nth += 1) {
      said.push(await type(nth))
      await restore()
    }
    said.push(await type(right))
    await on.db.deleteFrom('proof').where('person', '=', person).execute()
  }
  return said
}

/** At recovery codes, on a page whose link is put back as it was after each guess. */
export async function guessOnOldLink(on: TestLatchkey, guesses: number): Promise<number> {
  const visit = await visitOf(on, 'hana.suzuki', idFor('hana.suzuki'))
  const restore = await remembered(on.db, ['page_link'])
  let looked = 0
  for (let nth = 0; nth < guesses; nth += 1) {
    const said = await actOnProving(visit, { do: 'code', code: '0'.repeat(16) })
    if (typeof said === 'object' && 'status' in said && said.status === 422) looked += 1
    await restore()
  }
  return looked
}
