// The row of a request is written to all the time and carries no seal: whatever it says, what runs is what was agreed, or nothing.
import { runRequest } from '../../src/gate/gate.ts'
import { idFor, type TestLatchkey, withoutJobs } from '../latchkey.ts'
import { approved } from '../requests/quietly.ts'
import { type Found, neverOf } from './check.ts'
import { type Flip, flip } from './flips.ts'

const [asker, group, owner] = ['jonas.weber', 'Looker – Analyst', 'mei.tanaka'] as const

export async function flipRequests(it: TestLatchkey, flips: readonly Flip[]): Promise<Found> {
  const found: Found = { wrong: [], tried: 0, never: [] }
  const tried = new Set<string>()
  const core = withoutJobs(it.core)
  const before = await it.sandbox.changes()
  for (const one of flips) {
    const request = await approved(it, asker, group, owner)
    if (await flip(it.db, one, `id = '${request.id}'`)) {
      found.tried += 1
      tried.add(one.column)
      for (let look = 0; look < 2; look += 1)
        await runRequest(core, request.id, AbortSignal.timeout(10_000)).catch((error) => {
          // It is not there any more under its name.
          if (!/not-found|ZodError/.test(`${error.code} ${error.name}`)) throw error
        })
      const did = (await it.sandbox.changes()).filter((change) => !before.includes(change))
      if (did.some((change) => change !== `${group}: + ${asker}`))
        found.wrong.push(`request.${one.column} = ${one.to}: ${did.join(', ')}`)
      // The next one gets this number.
      await it.db
        .updateTable('request')
        .set({ number: request.number })
        .where('plan_hash', '=', request.planHash)
        .execute()
      if (did.length > 0) await it.sandbox.changeMember(group, asker, 'remove')
    }
    await it.db.updateTable('request').set({ state: 'cancelled' }).where('requester', '=', idFor(asker)).execute()
    await it.db.updateTable('request').set({ state: 'cancelled' }).where('plan_hash', '=', request.planHash).execute()
    await it.advance(25 * 3_600_000)
  }
  found.never = neverOf(flips, tried)
  return found
}
