// Keeps the root database out of transactions: there it would wait for ever (embedded) or tear them apart (PostgreSQL).
import { AsyncLocalStorage } from 'node:async_hooks'
import { type Dialect, Kysely } from 'kysely'

interface TransactionGuard {
  /** Runs the body of a transaction; whatever it calls counts as inside until it has ended. */
  inside<T>(work: () => Promise<T>): Promise<T>
  /** Throws inside a transaction. */
  assertOutside(): void
}

export function transactionGuard(): TransactionGuard {
  const scopes = new AsyncLocalStorage<{ open: boolean }>()
  return {
    async inside(work) {
      // What a transaction started but did not wait for may go on using the root database once it is over.
      const scope = { open: true }
      try {
        return await scopes.run(scope, work)
      } finally {
        scope.open = false
      }
    },
    assertOutside() {
      if (scopes.getStore()?.open)
        throw new Error('store.db and store.tx cannot be used inside a transaction: pass its `tx` on and use tx.db')
    },
  }
}

/** The same database, but every connection it takes passes the guard first. */
export function guardedDatabase<Tables>(
  root: Kysely<Tables>,
  dialect: Dialect,
  guard: TransactionGuard,
): Kysely<Tables> {
  const executor = root.getExecutor()
  return new Kysely<Tables>({
    config: { dialect },
    dialect,
    // Never connects: connections come from the root's executor.
    driver: dialect.createDriver(),
    executor: executor.withConnectionProvider({
      async provideConnection(consumer, options) {
        guard.assertOutside()
        return executor.provideConnection(consumer, options)
      },
    }),
  })
}
