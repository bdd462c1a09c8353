// Brings a request to a state by the program's own functions but without its jobs, so that a test takes each next step itself.
import { randomUUID } from 'node:crypto'
import { createPhone } from '../../src/demo/phone.ts'
import type { RequestId, UserId } from '../../src/ids.ts'
import { startProof } from '../../src/proof/start.ts'
import { typeCode } from '../../src/proof/type-code.ts'
import { watchProof } from '../../src/proof/watch.ts'
import { advance } from '../../src/requests/advance.ts'
import { createRequest, draft } from '../../src/requests/create.ts'
import { approve, type Decider } from '../../src/requests/decisions.ts'
import { propose } from '../../src/requests/derive.ts'
import { loadRequest, type Request } from '../../src/requests/request.ts'
import { idFor, type TestLatchkey, withoutJobs } from '../latchkey.ts'

type It = Pick<TestLatchkey, 'core' | 'chat' | 'sandbox'>

export const load = ({ core }: Pick<It, 'core'>, id: RequestId): Promise<Request> =>
  loadRequest(core.store.db, core, id)

interface Ask {
  skill: string
  input?: Record<string, unknown>
  subject?: UserId
}

/** Asked: the card that waits for a yes. */
export async function asked(it: It, username: string, ask: Ask): Promise<Request> {
  const core = withoutJobs(it.core)
  const account = it.chat.account(username)
  const requester = idFor(username)
  const { skill: skillName, input = {}, subject = requester } = ask
  const inputs = { skillName, requester, subject, account, input, bindsFirst: false }
  const proposal = await propose(core, inputs)
  if (proposal.kind !== 'plan') throw new Error(`${username} is answered instead: ${JSON.stringify(proposal)}`)
  const made = await draft(core, inputs, proposal.steps, (await core.bindings.find(account))?.since)
  if ('refused' in made) throw new Error(`${username} is refused: ${made.refused.key}`)
  const id = await core.store.tx((tx) => createRequest(tx, core, made, randomUUID()))
  if (!id) throw new Error('a new source key makes a new request')
  return load(it, id)
}

/** Asked and confirmed: now proving, approving or ready, whatever policy wants. */
export async function confirmed(it: It, username: string, ask: Ask): Promise<Request> {
  const core = withoutJobs(it.core)
  const request = await asked(it, username, ask)
  await core.store.tx((tx) =>
    advance(tx, core, request, { from: ['confirming'], actor: request.requester, event: 'request.confirmed' }),
  )
  return load(it, request.id)
}

export const toJoin = (group: string, days = 7): Ask => ({
  skill: 'join-group',
  input: { group, days, reason: 'for the q3 numbers' },
})

export const joining = (it: It, username: string, group: string, days = 7): Promise<Request> =>
  confirmed(it, username, toJoin(group, days))

export const decider = ({ chat }: Pick<It, 'chat'>, username: string): Decider => ({
  person: idFor(username),
  account: chat.account(username),
  rules: [0],
})

/** Not even the look of every minute takes the next step, however long a test takes to get there. */
async function unwoken(it: It, id: RequestId): Promise<Request> {
  await it.core.store.db.updateTable('request').set({ due_at: null }).where('id', '=', id).execute()
  return load(it, id)
}

/** Approved: the gate has not begun. */
export async function approved(it: It, username: string, group: string, by: string, days = 7): Promise<Request> {
  const core = withoutJobs(it.core)
  const request = await joining(it, username, group, days)
  await core.store.tx((tx) => approve(tx, core, request, decider(it, by)))
  return load(it, request.id)
}

/** Locked, asked to unlock, and proven by push and code. */
export async function proven(it: It, username: string): Promise<Request> {
  const core = withoutJobs(it.core)
  await it.sandbox.changeUser(username, { account_locked: true })
  const { id, planHash: hash, account } = await confirmed(it, username, { skill: 'unlock-account' })
  await startProof(core, id)
  const phone = createPhone(it.sandbox.url, idFor(username))
  const push = await phone.ring()
  await phone.accept(push.id)
  const wrong = await core.store.tx((tx) => typeCode(tx, core, { request: id, hash, account }, push.code))
  if (wrong) throw new Error(`the code is not taken: ${wrong.key}`)
  await watchProof(core, id, AbortSignal.timeout(5000))
  return unwoken(it, id)
}
