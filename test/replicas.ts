// Two Latchkeys with one world, one clock and one PostgreSQL: two replicas of an installation.
import type { Latchkey } from '../src/main.ts'
import { startTestLatchkey, type TestLatchkey, type TestOptions } from './latchkey.ts'

export interface Replicas {
  it: TestLatchkey
  /** Both of them, the first one's own program among them. */
  both: readonly Latchkey[]
  /** Nothing runs or is due in either. */
  settled(): Promise<void>
  stop(): Promise<void>
}

export async function startReplicas(options: TestOptions = {}): Promise<Replicas> {
  const it = await startTestLatchkey(options)
  if (it.databaseUrl === undefined) throw new Error('two replicas need a PostgreSQL server: TEST_DATABASE_URL')
  const other = await startTestLatchkey({ ...options, after: { before: it, copy: undefined } })
  const both = [it.latchkey, other.latchkey]
  return {
    it,
    both,
    settled: () => allSettled(both),
    async stop() {
      await other.halt()
      await it.stop()
    },
  }
}

/** What one of them enqueued last may be the other's work: each is asked twice. */
export async function allSettled(latchkeys: readonly Latchkey[]): Promise<void> {
  for (const latchkey of latchkeys.length > 1 ? [...latchkeys, ...latchkeys] : latchkeys) await latchkey.idle(60_000)
}
