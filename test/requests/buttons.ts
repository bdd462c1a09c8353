// Buttons that somebody kept, and presses of them again and again, in an order that a seed gives.
import fc from 'fast-check'
import type { Intent } from '../../src/intent.ts'
import type { Request } from '../../src/requests/request.ts'
import type { TestLatchkey } from '../latchkey.ts'

/** Of `Looker – Analyst`. */
const owners = ['mei.tanaka', 'tom.okafor']
export const looker = 'Looker – Analyst'

export interface Kept {
  user: string
  handle: string
  isForm: boolean
}

/** What decides anything about this plan, with who holds the button. */
function buttons({ id, planHash: hash }: Request, asker: string): { user: string; meaning: Intent }[] {
  const onPlan = { request: id, hash }
  const ofAsker: Intent[] = [
    { do: 'confirm', ...onPlan },
    { do: 'cancel', request: id },
    { do: 'send-push-again', ...onPlan },
    { do: 'recover', ...onPlan },
    { do: 'type-code', ...onPlan },
  ]
  const ofOwner: Intent[] = [
    { do: 'approve', ...onPlan },
    { do: 'deny', ...onPlan },
    { do: 'narrow', ...onPlan, input: { days: 1 } },
  ]
  return [
    ...ofAsker.map((meaning) => ({ user: asker, meaning })),
    ...owners.flatMap((user) => ofOwner.map((meaning) => ({ user, meaning }))),
  ]
}

export const keep = (it: TestLatchkey, request: Request, asker: string): Promise<Kept[]> =>
  Promise.all(
    buttons(request, asker).map(async ({ user, meaning }) => ({
      user,
      handle: await it.handleFor(user, meaning),
      isForm: meaning.do === 'deny',
    })),
  )

const atATime = 50

/** `looked` after each handful, with how many were pressed: the journal is then no longer than it has to be. */
export async function pressAgain(
  it: TestLatchkey,
  kept: readonly Kept[],
  { size, seed }: { size: number; seed: number },
  looked: (sent: number) => Promise<void>,
): Promise<void> {
  for (let sent = 0; sent < size; sent += atATime) {
    const presses = fc.sample(fc.tuple(fc.constantFrom(...kept), fc.boolean()), {
      seed: seed + sent,
      numRuns: Math.min(atATime, size - sent),
    })
    await Promise.all(
      presses.map(([{ user, handle, isForm }, isSent]) =>
        isForm && isSent
          ? it.chat.submitHandle(user, handle, { reason: 'no' })
          : it.chat.pressHandle(user, handle).then(() => undefined),
      ),
    )
    await it.settled()
    await looked(sent + presses.length)
  }
}
