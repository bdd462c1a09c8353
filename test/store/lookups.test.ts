// How the ledger is asked about one person and about the last hour: by an index, however long it has grown.
import { type KyselyPlugin, type RootOperationNode, sql } from 'kysely'
import { expect, test } from 'vitest'
import { hours, systemClock } from '../../src/clock.ts'
import { createKeys } from '../../src/keys.ts'
import { isGuessing } from '../../src/outbox/page-links.ts'
import { createFreezes } from '../../src/people/freeze.ts'
import { recentCredentialEvents } from '../../src/people/recent-credentials.ts'
import { pushLockedUntil, whyNoPush } from '../../src/proof/push-limits.ts'
import { factorsOf } from '../../src/proof/read-factors.ts'
import type { OpenStore } from '../../src/store/open.ts'
import { openTestStore, testedStores } from '../store.ts'
import { aUser } from './rows.ts'

const records = 4000
const person = aUser()

/** Of many people, over many days; written past the chain, which nobody reads here. */
async function grown(on: 'embedded' | 'postgres'): Promise<OpenStore> {
  const store = await openTestStore({ on })
  await sql`INSERT INTO ledger SELECT n, now() - n * interval '10 minutes', 'system',
      (ARRAY['step.about-to', 'proof.failed', 'person.frozen', 'factor.added', 'factor.removed', 'request.asked', 'notice.other'])[n % 7 + 1], NULL,
      json_build_object('about', lpad(to_hex(n % 500), 24, '0'), 'data', json_build_object('action', 'unlock-user'))::text,
      'prev', 'hash ' || n FROM generate_series(1, ${sql.lit(records)}) AS n`.execute(store.db)
  await sql`ANALYZE ledger`.execute(store.db)
  return store
}

/** The plans of everything that `work` asks the ledger. */
async function plansOf(store: OpenStore, work: (db: OpenStore['db']) => Promise<unknown>): Promise<string> {
  const asked: RootOperationNode[] = []
  const listening: KyselyPlugin = {
    transformQuery: ({ node }) => {
      asked.push(node)
      return node
    },
    transformResult: async ({ result }) => result,
  }
  await work(store.db.withPlugin(listening))
  const plans: string[] = []
  for (const node of asked) {
    const query = store.db.getExecutor().compileQuery(node, { queryId: 'look' })
    if (!query.sql.includes('"ledger"')) continue
    const { rows } = await store.db.executeQuery({ ...query, sql: `EXPLAIN ${query.sql}` })
    plans.push(rows.map((row) => Object.values(row as object).join()).join('\n'))
  }
  expect(plans.length).toBeGreaterThan(0)
  return plans.join('\n')
}

test.each(testedStores)('on %s', async (on) => {
  const store = await grown(on)
  const deps = { store, clock: systemClock, keys: createKeys('a secret of thirty-two characters') }
  const ledger = { append: async () => 0 }
  const directory = { user: async () => ({ passwordChangedAt: new Date(0) }) as never }
  try {
    const plans = await Promise.all([
      plansOf(store, (db) => pushLockedUntil(db, deps, person)),
      plansOf(store, (db) => whyNoPush(db, deps, person)),
      plansOf(store, (db) => isGuessing(db, deps, person)),
      plansOf(store, (db) => factorsOf(db, deps, person)),
      plansOf(store, (db) => createFreezes({ ...deps, ledger }).isFrozen(person, db as never)),
      plansOf(store, (db) => recentCredentialEvents(db, { ...deps, actions: new Map(), directory }, person, hours(72))),
    ])
    for (const plan of plans) {
      expect(plan).toMatch(/ledger_about/)
      expect(plan).not.toMatch(/Seq Scan on ledger/)
    }
  } finally {
    await store.close()
  }
})
