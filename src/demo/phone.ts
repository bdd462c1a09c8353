// A phone with JumpCloud Protect, as its owner holds it: waits for a push, reads the code in its text, accepts or denies.
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'

const push = z.object({ id: z.string(), message: z.string(), status: z.string() })
const shown = z.object({ pushes: z.array(push) })
type ShownPush = z.infer<typeof push>

export interface Phone {
  /** The newest push that waits for an answer, as soon as there is one. */
  ring(timeoutMs?: number): Promise<ShownPush & { code: string }>
  accept(id: string): Promise<void>
  deny(id: string): Promise<void>
  /** How many pushes it has had. */
  count(): Promise<number>
}

const lookAgainMs = 30

export function createPhone(sandboxUrl: string, userId: string): Phone {
  const url = `${sandboxUrl}/_sandbox/phones/${userId}`
  const pushes = async () => shown.parse(await (await fetch(url)).json()).pushes
  async function answer(id: string, how: 'accept' | 'deny'): Promise<void> {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ push: id, do: how }),
    })
    if (!response.ok) throw new Error(`the phone could not ${how}: ${response.status}`)
  }
  return {
    async ring(timeoutMs = 30_000) {
      const timeUp = AbortSignal.timeout(timeoutMs)
      for (;;) {
        const waiting = (await pushes()).findLast(({ status }) => status === 'SENT' || status === 'PENDING')
        const code = waiting && /\b(\d{6})\b/.exec(waiting.message)?.[1]
        if (waiting && code !== undefined) return { ...waiting, code }
        if (timeUp.aborted) throw new Error('no push came to the phone')
        await sleep(lookAgainMs)
      }
    },
    accept: (id) => answer(id, 'accept'),
    deny: (id) => answer(id, 'deny'),
    count: async () => (await pushes()).length,
  }
}
