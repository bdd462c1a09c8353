// Brings what people say and press to whichever process is up, again until it is acknowledged, and keeps what was.
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { AtOnce, Incoming } from '../../src/adapter.ts'
import { accountOf } from './kill-company.ts'
import type { Random } from './random.ts'

export interface Acknowledged {
  eventId: string
  /** A form that only opened, or a code, whose digits are never kept, leaves no row of its own. */
  leavesRow: boolean
}

export interface Post {
  acknowledged: Acknowledged[]
  /** How often a delivery had to be repeated. */
  repeated(): number
  say(user: string, text: string): Promise<string>
  press(user: string, handle: string): Promise<AtOnce>
  typeCode(user: string, handle: string, code: string): Promise<AtOnce>
}

const answersWithinMs = 15_000

/** `doors`: the addresses of the processes. As chat platforms do, a repeat carries the id of the first delivery. */
export function createPost(doors: readonly string[], random: Random): Post {
  const acknowledged: Acknowledged[] = []
  let repeated = 0

  async function knock(came: Incoming): Promise<AtOnce | undefined> {
    try {
      const response = await fetch(`${random.pick(doors)}/incoming`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(came),
        signal: AbortSignal.timeout(answersWithinMs),
      })
      return response.ok ? ((await response.json()) as AtOnce) : undefined
    } catch {
      // It died before, during or after: nobody knows, so the same delivery is made again.
      return undefined
    }
  }

  async function deliver(came: Incoming): Promise<AtOnce> {
    for (;;) {
      const answer = await knock(came)
      if (answer) {
        acknowledged.push({ eventId: came.eventId, leavesRow: came.kind !== 'submit' && answer.kind === 'nothing' })
        return answer
      }
      repeated += 1
      await sleep(random.between(200, 600))
    }
  }

  return {
    acknowledged,
    repeated: () => repeated,
    async say(user, text) {
      const eventId = `say:${randomUUID()}`
      await deliver({ kind: 'message', account: accountOf(user), eventId, text, mentions: [] })
      return eventId
    },
    press: (user, handle) =>
      deliver({ kind: 'press', account: accountOf(user), eventId: `press:${randomUUID()}`, handle }),
    typeCode: (user, handle, code) =>
      deliver({
        kind: 'submit',
        account: accountOf(user),
        eventId: `submit:${randomUUID()}`,
        handle,
        values: { code },
      }),
  }
}
