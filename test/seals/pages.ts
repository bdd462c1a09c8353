// What the pages make of changed rows: somebody proves themselves by a passkey, a printed code or a push, or types a password.
import { hours, later } from '../../src/clock.ts'
import type { Asked } from '../../src/demo/authenticator.ts'
import { createPhone } from '../../src/demo/phone.ts'
import { openLink, type Visitor } from '../../src/demo/visitor.ts'
import { LatchkeyError } from '../../src/errors.ts'
import { credentialReaders } from '../../src/outbox/credential-events.ts'
import { makeRecoveryCodes } from '../../src/proof/recovery-codes.ts'
import { startProof } from '../../src/proof/start.ts'
import { watchProof } from '../../src/proof/watch.ts'
import { orAlarm } from '../../src/requests/alarm.ts'
import { requesterProofs } from '../../src/requests/proofs.ts'
import type { Request } from '../../src/requests/request.ts'
import { newWorkerKey, workerKeySeal } from '../../src/requests/sealed-value.ts'
import { sendValue } from '../../src/requests/send-value.ts'
import { idFor, type TestLatchkey, withoutJobs } from '../latchkey.ts'
import { confirmed } from '../requests/quietly.ts'
import { anId } from '../store/rows.ts'
import { withPasskey } from '../web/passkeys.ts'

const prover = 'maya.alvarez'
const person = idFor(prover)

/** A row of one table on its way to being used. */
export interface Use {
  /** Up to just before: which row it is, in SQL. */
  begin(): Promise<string>
  /** True: it was used, and proved or sent something. */
  finish(): Promise<boolean>
}

export async function openUses(it: TestLatchkey): Promise<Record<string, Use>> {
  const core = withoutJobs(it.core)
  const key = await withPasskey(it, prover)
  const readers = await credentialReaders(core, person)
  const how = { label: 'Printed', addedBy: 'sign-in', usableFrom: new Date(0) }
  const [code = ''] = await core.store.tx((tx) => makeRecoveryCodes(tx, core, readers, how))
  await it.sandbox.changeUser(prover, { account_locked: true })
  let request: Request
  let visitor: Visitor

  const page = () => ({ purpose: 'prove', person, request: request.id, hash: request.planHash }) as const
  /** Asked to unlock, and the page on which it is proven stands open. */
  async function arrive(): Promise<void> {
    for (const table of ['page_link', 'page_challenge'] as const)
      await it.db.deleteFrom(table).where('person', '=', person).execute()
    await it.db.updateTable('request').set({ state: 'cancelled' }).where('requester', '=', person).execute()
    it.clock.advance(hours(25))
    request = await confirmed({ ...it, core }, prover, { skill: 'unlock-account' })
    visitor = (await openLink(await it.linkFor(prover, page()))).visitor
  }
  const ask = async () => (await visitor.call('passkey-ask')).body as unknown as Partial<Asked>
  const answer = async ({ challenge, ...asked }: Partial<Asked>) => {
    if (challenge === undefined) return
    await visitor.call('passkey-answer', { answer: key.get({ ...asked, challenge, allowCredentials: [] }) })
  }
  const isProven = async () => (await requesterProofs(it.db, core, request)).length > 0
  const at = (where: string) => async () => {
    await it.db.deleteFrom('proof').where('person', '=', person).execute()
    await arrive()
    return where
  }
  const byPasskey = async () => {
    await answer(await ask())
    return isProven()
  }
  let asked: Partial<Asked>

  return {
    page_link: { begin: at(`person = '${person}'`), finish: byPasskey },
    factor: { begin: at(`person = '${person}' AND kind = 'passkey'`), finish: byPasskey },
    page_challenge: {
      async begin() {
        const where = await at(`person = '${person}'`)()
        asked = await ask()
        return where
      },
      async finish() {
        await answer(asked)
        return isProven()
      },
    },
    recovery_code: {
      begin: at(`digest = '${core.keys.digest('recovery-code', `${person}/${code.replaceAll('-', '')}`)}'`),
      async finish() {
        await visitor.press('code', { code })
        return isProven()
      },
    },
    proof: {
      async begin() {
        const where = await at(`person = '${person}'`)()
        await startProof(core, request.id)
        return where
      },
      async finish() {
        const phone = createPhone(it.sandbox.url, person)
        const push = await phone.ring()
        await phone.accept(push.id)
        await visitor.press('push-code', { code: push.code })
        await orAlarm(core, request.id, () => watchProof(core, request.id, AbortSignal.timeout(5000))).catch(
          (error) => {
            // JumpCloud knows no push of that id.
            if (!(error instanceof LatchkeyError)) throw error
          },
        )
        return isProven()
      },
    },
    worker_key: workerUse(it),
  }
}

/** A password on its way to a worker that is heard of in an hour, when the real one no longer is. */
function workerUse(it: TestLatchkey): Use {
  const soon = later(it.clock.now(), hours(24 * 365))
  const core = { ...withoutJobs(it.core), clock: { now: () => soon } }
  return {
    async begin() {
      const own = newWorkerKey(anId())
      const until = later(soon, hours(2))
      await it.db
        .deleteFrom('worker_key')
        .where('expires_at', '>', later(soon, -hours(2)))
        .execute()
      await it.db
        .insertInto('worker_key')
        .values({
          worker: own.worker,
          public_key: own.publicKey,
          expires_at: until,
          mac: core.keys.mac('worker-key', workerKeySeal(own, until)),
        })
        .execute()
      return `expires_at > '${later(soon, -hours(2)).toISOString()}'`
    },
    async finish() {
      const step = { action: 'set-password', input: {} }
      const typed = { id: anId(), planHash: 'f'.repeat(64), state: 'ready', plan: { steps: [step] } }
      return (await sendValue(core, typed as unknown as Request, 'a new password of mine')) === 'sent'
    },
  }
}
