// What the gate itself wrote about the steps of a plan. A row is where progress is kept; that a step was done is believed of the ledger.
import { z } from 'zod'
import type { Core } from '../core.ts'
import type { Tx } from '../store/store.ts'
import type { Request } from './request.ts'

const said = z.object({
  data: z.object({ plan: z.string(), phase: z.enum(['run', 'end', 'undo']), seq: z.number().int() }),
})

/** By their place in the plan: `did` was changed by Latchkey, `already` was found so. Whatever is missing was not done. */
export async function doneSteps(
  db: Core['store']['db'] | Tx['db'],
  { id, planHash }: Pick<Request, 'id' | 'planHash'>,
  phase: 'run' | 'end' | 'undo',
): Promise<Map<number, 'did' | 'already'>> {
  const rows = await db
    .selectFrom('ledger')
    .select(['event', 'body'])
    .where('request_id', '=', id)
    .where('event', 'in', ['step.did', 'step.already'])
    .orderBy('seq')
    .execute()
  const done = new Map<number, 'did' | 'already'>()
  for (const { event, body } of rows) {
    const { data } = said.parse(JSON.parse(body))
    if (data.plan === planHash && data.phase === phase) done.set(data.seq, event === 'step.did' ? 'did' : 'already')
  }
  return done
}
