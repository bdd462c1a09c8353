// Follows the sandbox's journal, which keeps only the newest calls, and keeps every write that reached the directory.
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { type FaultKind, isBefore } from '../../src/sandbox/faults.ts'
import type { Sandbox } from '../../src/sandbox/server.ts'

export interface Write {
  /** In words: "unlock asker.n3", "add asker.n3 to Wiki – Readers". */
  effect: string
  /** False for one that found it done already. */
  changed: boolean
}

const entry = z.object({
  seq: z.number(),
  method: z.string(),
  path: z.string(),
  body: z.unknown(),
  changed: z.boolean(),
  fault: z.custom<FaultKind>().nullable(),
})
const journal = z.object({ seq: z.number(), entries: z.array(entry) })
const membership = z.object({ op: z.string(), id: z.string() })

const lookAgainMs = 500

export interface Follower {
  /** Stops following, after a last look. Throws when calls were dropped from the journal before they were seen. */
  stop(): Promise<{ writes: Write[]; calls: number }>
}

export function followJournal({ url, state }: Pick<Sandbox, 'url' | 'state'>): Follower {
  const writes: Write[] = []
  let calls = 0
  const nameOf = (id: string): string => state.users.get(id)?.username ?? state.groups.get(id)?.name ?? id

  /** Undefined: no write, or one that a fault kept away. */
  function effectOf({ method, path, body, fault }: z.infer<typeof entry>): string | undefined {
    if (method === 'GET' || /pushendpoints|\/search\/|\/insights\//.test(path) || (fault && isBefore(fault)))
      return undefined
    const [, user] = /\/systemusers\/([0-9a-f]{24})\/unlock$/.exec(path) ?? []
    if (user !== undefined) return `unlock ${nameOf(user)}`
    const [, group] = /\/usergroups\/([0-9a-f]{24})\/members$/.exec(path) ?? []
    if (group === undefined) return path
    const { op, id } = membership.parse(body)
    return `${op} ${nameOf(id)} ${op === 'add' ? 'to' : 'from'} ${nameOf(group)}`
  }

  async function look(): Promise<void> {
    const { entries } = journal.parse(await (await fetch(`${url}/_sandbox/journal?since=${calls}`)).json())
    for (const call of entries) {
      if (call.seq !== ++calls) throw new Error(`the journal dropped call ${calls} before it was seen`)
      const effect = effectOf(call)
      if (effect !== undefined) writes.push({ effect, changed: call.changed })
    }
  }

  const stopping = new AbortController()
  const following = (async () => {
    while (!stopping.signal.aborted) {
      await look()
      await sleep(lookAgainMs, undefined, { signal: stopping.signal }).catch(() => {})
    }
  })()
  return {
    async stop() {
      stopping.abort()
      await following
      await look()
      return { writes, calls }
    },
  }
}
