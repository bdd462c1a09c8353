// Lets pages find this worker, and runs a request as soon as what it waits for has arrived.
import { later, minutes, seconds } from '../clock.ts'
import type { GateCore } from '../core.ts'
import { type ValueFor, valueLasts, workerKeySeal } from '../requests/sealed-value.ts'
import { valueChannel } from '../requests/send-value.ts'
import { runRequest } from './gate.ts'

/** A worker that is not heard of for so long is sent nothing any more. */
const keyLasts = seconds(30)
const beatEvery = seconds(10)
const rowIsKept = minutes(10)
/** Another attempt may be under way: a step belongs to one at a time. */
const triedEvery = seconds(5)

export interface Receiving {
  /** Says that this worker is there; also after a clock was moved. */
  beat(): Promise<void>
  stop(): Promise<void>
}

export async function receiveValues(deps: GateCore): Promise<Receiving> {
  const stopping = new AbortController()
  const ears = await deps.store.listen(valueChannel(deps.values.own.worker), (message) =>
    arrived(deps, message, stopping.signal),
  )
  const beat = async () => {
    // Whoever cannot hear must not be spoken to.
    if (ears.isOpen()) await sayThere(deps)
  }
  await beat()
  const timer = setInterval(
    () => beat().catch((error) => deps.log.warn({ err: error }, 'could not say that this worker is there')),
    beatEvery,
  )
  timer.unref()
  return {
    beat,
    async stop() {
      clearInterval(timer)
      stopping.abort()
      await ears.close()
      deps.values.forgetAll()
      await deps.store.db.deleteFrom('worker_key').where('worker', '=', deps.values.own.worker).execute()
    },
  }
}

async function sayThere({ store, keys, clock, values: { own } }: GateCore): Promise<void> {
  const now = clock.now()
  const expiresAt = later(now, keyLasts)
  const seen = { expires_at: expiresAt, mac: keys.mac('worker-key', workerKeySeal(own, expiresAt)) }
  await store.tx(async ({ db }) => {
    await db.deleteFrom('worker_key').where('expires_at', '<', later(now, -rowIsKept)).execute()
    await db
      .insertInto('worker_key')
      .values({ worker: own.worker, public_key: own.publicKey, ...seen })
      .onConflict((clash) => clash.column('worker').doUpdateSet(seen))
      .execute()
  })
}

async function arrived(deps: GateCore, message: string, signal: AbortSignal): Promise<void> {
  const value = deps.values.take(message)
  if (!value) return deps.log.warn('a value arrived that is not for this worker, not whole, or too old')
  try {
    if (await isWaitedFor(deps, value)) await runWith(deps, value, signal)
  } catch (error) {
    deps.log.error({ err: error, request: value.request }, 'a request that had its value could not be run')
  } finally {
    deps.values.forget(value.request)
  }
}

/** From now on other workers leave this request alone: they have not what it needs. */
async function isWaitedFor({ store, clock }: GateCore, { request, hash }: ValueFor): Promise<boolean> {
  const row = await store.db
    .updateTable('request')
    .set({ value_until: later(clock.now(), valueLasts), value_note: null, updated_at: clock.now() })
    .where('id', '=', request)
    .where('plan_hash', '=', hash)
    .where('state', 'in', ['ready', 'running'])
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

async function runWith(deps: GateCore, { request, hash }: ValueFor, signal: AbortSignal): Promise<void> {
  while (deps.values.held({ id: request, planHash: hash }) && !signal.aborted) {
    await runRequest(deps, request, signal)
    const row = await deps.store.db
      .selectFrom('request')
      .select('state')
      .where('id', '=', request)
      .where('state', 'in', ['ready', 'running'])
      .executeTakeFirst()
    if (!row || !deps.values.held({ id: request, planHash: hash })) return
    await deps.sleep(triedEvery, signal)
  }
}
