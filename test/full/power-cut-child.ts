// The children of the power-cut simulation: one prepares, one writes and acknowledges until it is killed, one looks at what is left.
import { randomUUID } from 'node:crypto'
import { openSync, readFileSync, writeSync } from 'node:fs'
import { setImmediate } from 'node:timers/promises'
import { sql } from 'kysely'
import { systemClock } from '../../src/clock.ts'
import { requestId } from '../../src/ids.ts'
import { createKeys } from '../../src/keys.ts'
import { createLedger } from '../../src/ledger/ledger.ts'
import { verifyLedger } from '../../src/ledger/verify.ts'
import { type OpenStore, openStore } from '../../src/store/open.ts'
import { aRequest } from '../store/rows.ts'

export interface Findings {
  opened: boolean
  acked: number
  lost: number
  /** Requests without their job or their ledger record. */
  torn: number
  ledger: string
}

const keys = createKeys('a-secret-of-thirty-two-characters')
const ledger = createLedger({ clock: systemClock, keys, sealer: { seal: async () => '' } })

async function write(store: OpenStore, acked: string): Promise<void> {
  const file = openSync(acked, 'a')
  for (let n = 1; ; n++) {
    const id = requestId.parse(randomUUID())
    await store.tx(async (tx) => {
      await tx.db.insertInto('request').values(aRequest({ id })).execute()
      await tx.enqueue('wake-up', { request: id })
      await ledger.append(tx, { actor: 'system', event: 'request.asked', request: id, body: {} })
    })
    writeSync(file, `${id}\n`)
    // The embedded database runs on this thread: without a pause no timer and no message would get a turn.
    await setImmediate()
    if (n % 150 === 0) await sql`CHECKPOINT`.execute(store.db)
    if (n % 400 === 0) await sql`VACUUM ANALYZE`.execute(store.db)
  }
}

async function check(store: OpenStore, acked: string): Promise<Findings> {
  const ids = readFileSync(acked, 'utf8').split('\n').filter(Boolean)
  const { rows } = await sql<{ id: string; whole: boolean }>`SELECT r.id,
    EXISTS (SELECT 1 FROM pgboss.job j WHERE j.data->>'request' = r.id::text)
    AND EXISTS (SELECT 1 FROM ledger l WHERE l.request_id = r.id) AS whole FROM request r`.execute(store.db)
  const kept = new Set(rows.map(({ id }) => id))
  const verdict = await verifyLedger(store)
  return {
    opened: true,
    acked: ids.length,
    lost: ids.filter((id) => !kept.has(id)).length,
    torn: rows.filter(({ whole }) => !whole).length,
    ledger: verdict.ok ? 'ok' : JSON.stringify(verdict),
  }
}

const [task, folder, acked = ''] = process.argv.slice(2)
const open = () => openStore({ folder, clock: systemClock, queues: ['wake-up'] })
switch (task) {
  case 'prepare':
    await (await open()).close()
    break
  case 'write': {
    const store = await open()
    process.send?.('open')
    await write(store, acked)
    break
  }
  case 'check': {
    const unopenable = (error: unknown) =>
      process.send?.({ opened: false, acked: 0, lost: 0, torn: 0, ledger: String(error) })
    await open().then(async (store) => {
      process.send?.(await check(store, acked))
      await store.close()
    }, unopenable)
  }
}
// What is left of a database that could not be opened must not keep the process alive.
if (task !== undefined) process.exit(0)
