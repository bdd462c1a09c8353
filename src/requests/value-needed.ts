// Whether a plan waits for a value that only its person can type, and why they are asked for it again.
import { z } from 'zod'
import { type Action, actionOf } from '../action.ts'
import type { Core } from '../core.ts'
import type { Plan } from '../plan.ts'
import type { Tx } from '../store/store.ts'
import { type Text, text } from '../words/text.ts'
import type { Request } from './request.ts'

export const needsValue = (actions: ReadonlyMap<string, Action>, { steps }: Pick<Plan, 'steps'>): boolean =>
  steps.some((step) => actionOf(actions, step).needs !== undefined)

/** Everything else is there, no worker has the value, and the step that needs it is not done. */
export async function waitsForValue(
  db: Tx['db'] | Core['store']['db'],
  { actions, clock }: Pick<Core, 'actions' | 'clock'>,
  { id, planHash, plan, state, row }: Request,
): Promise<boolean> {
  if ((state !== 'ready' && state !== 'running') || !needsValue(actions, plan)) return false
  if (row.value_until !== null && row.value_until > clock.now()) return false
  const left = await db
    .selectFrom('step')
    .select('action')
    .where('request_id', '=', id)
    .where('plan_hash', '=', planHash)
    .where('phase', '=', 'run')
    .where('state', '!=', 'done')
    .execute()
  return left.some(({ action }) => actions.get(action)?.needs !== undefined)
}

const note = z.object({ key: z.enum(['gate.type-again', 'gate.password-refused']) })
export type ValueNote = z.infer<typeof note>['key']

/** The row carries no seal for it: of what stands there only which of our own sentences it is counts. */
export function valueNote({ row }: Pick<Request, 'row'>): Text | undefined {
  const read = note.safeParse(row.value_note)
  return read.success ? text(read.data.key) : undefined
}
