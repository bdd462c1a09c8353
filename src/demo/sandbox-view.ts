// What the model conversations see of the sandbox, over its control surface: calls, faults, and what changed since the start.
import { z } from 'zod'

const user = z.looseObject({
  _id: z.string(),
  username: z.string(),
  account_locked: z.boolean().optional(),
  state: z.string().optional(),
})
const group = z.looseObject({ name: z.string(), members: z.array(z.string()) })
const phone = z.object({ id: z.string(), user: z.string(), name: z.string() })
const state = z.object({ users: z.array(user), groups: z.array(group), phones: z.array(phone) })
type Snapshot = z.infer<typeof state>

const call = z.object({
  seq: z.number(),
  method: z.string(),
  path: z.string(),
  status: z.number(),
  answered: z.boolean(),
  changed: z.boolean(),
  fault: z.string().nullable(),
})
type Call = z.infer<typeof call>
const journal = z.object({ entries: z.array(call) })

export interface SandboxView {
  url: string
  /** Every call since the conversation began. */
  calls(): Promise<Call[]>
  /** Calls that wrote. Reads, pushes and tokens do not count. */
  writes(): Promise<Call[]>
  /** What is different in the directory since the conversation began, in words; sorted. */
  changes(): Promise<string[]>
  fault(order: object): Promise<void>
  noFaults(): Promise<void>
}

export async function createSandboxView(url: string): Promise<SandboxView> {
  async function control(path: string, method = 'GET', body?: object): Promise<unknown> {
    const response = await fetch(`${url}/_sandbox${path}`, {
      method,
      ...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    })
    if (!response.ok) throw new Error(`the sandbox answered ${response.status} to ${path}`)
    return response.status === 204 ? undefined : response.json()
  }
  const look = async () => state.parse(await control('/state'))
  const calls = async () => journal.parse(await control('/journal')).entries
  const before = await look()
  return {
    url,
    calls,
    writes: async () => (await calls()).filter(({ method, path }) => method !== 'GET' && isWrite(path)),
    changes: async () => differences(before, await look()),
    fault: async (order) => void (await control('/faults', 'POST', order)),
    noFaults: async () => void (await control('/faults', 'DELETE')),
  }
}

const isWrite = (path: string): boolean => !/\/verify$|insights|oauth2|\/search\//.test(path)

/** Of a time it is said in which direction it moved: no run has the same one. */
const changeTo = (then: unknown, now: unknown): string =>
  isTime(then) && isTime(now) ? (now > then ? 'later' : 'earlier') : JSON.stringify(now)

const isTime = (value: unknown): value is string => z.iso.datetime().safeParse(value).success

function differences(before: Snapshot, after: Snapshot): string[] {
  const names = new Map(before.users.map(({ _id, username }) => [_id, username]))
  const users = after.users.flatMap((now) => {
    const then = before.users.find(({ _id }) => _id === now._id)
    return (
      Object.keys({ ...then, ...now })
        // What an unlock resets beside the lock itself follows from it.
        .filter((field) => !['account_locked_date', 'badLoginAttempts'].includes(field))
        .filter((field) => JSON.stringify(then?.[field]) !== JSON.stringify(now[field]))
        .map((field) => `${now.username}: ${field} ${changeTo(then?.[field], now[field])}`)
    )
  })
  const groups = after.groups.flatMap((now) => {
    const then = before.groups.find(({ name }) => name === now.name)?.members ?? []
    const named = (ids: string[], sign: string) => ids.map((id) => `${now.name}: ${sign} ${names.get(id) ?? id}`)
    return [
      ...named(
        now.members.filter((id) => !then.includes(id)),
        '+',
      ),
      ...named(
        then.filter((id) => !now.members.includes(id)),
        '-',
      ),
    ]
  })
  const phones = before.phones
    .filter(({ id }) => !after.phones.some((one) => one.id === id))
    .map(({ user, name }) => `${names.get(user) ?? user}: phone “${name}” gone`)
  const gone = before.users.filter(({ _id }) => !after.users.some((one) => one._id === _id))
  return [...users, ...groups, ...phones, ...gone.map(({ username }) => `${username}: gone`)].sort()
}
