// What the gate itself wrote about the steps of a plan. A row is where progress is kept; that a step was done is believed of the ledger.
import { z } from 'zod'
import type { Core } from '../core.ts'
import { ownRecords } from '../ledger/records.ts'
import type { Tx } from '../store/store.ts'
import type { Request } from './request.ts'

const said = z.object({ plan: z.string(), phase: z.enum(['run', 'end', 'undo']), seq: z.number().int() })

/** By their place in the plan: `did` was changed by Latchkey, `already` was found so. Whatever is missing was not done. */
export async function doneSteps(
  db: Core['store']['db'] | Tx['db'],
  deps: Pick<Core, 'keys'>,
  { id, planHash }: Pick<Request, 'id' | 'planHash'>,
  phase: 'run' | 'end' | 'undo',
): Promise<Map<number, 'did' | 'already'>> {
  const done = new Map<number, 'did' | 'already'>()
  for (const { event, data } of await ownRecords(db, deps, { request: id }, ['step.did', 'step.already'])) {
    const step = said.parse(data)
    if (step.plan === planHash && step.phase === phase) done.set(step.seq, event === 'step.did' ? 'did' : 'already')
  }
  return done
}
