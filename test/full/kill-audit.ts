// Looks at what is left after the kills: was everything acknowledged done, was anything done twice, does the ledger tell it so.
import { sql } from 'kysely'
import { verifyLedger } from '../../src/ledger/verify.ts'
import type { OpenStore } from '../../src/store/open.ts'
import type { Write } from './kill-journal.ts'
import type { Ask } from './kill-people.ts'
import type { Acknowledged } from './kill-post.ts'

export interface Findings {
  requests: number
  /** Acknowledged, but not answered, without a request, or without its effect. */
  lost: string[]
  /** Done more than once, or without anybody having asked. */
  twice: string[]
  /** Neither done nor told why not. */
  stuck: string[]
  /** Where the ledger is broken, or tells another story than the rows. */
  ledger: string[]
}

interface Row {
  id: string
  number: number
  state: string
  source_key: string
  requester: string
  skill: string
  events: string[]
}

export async function audit(
  store: OpenStore,
  {
    acknowledged,
    asks,
    writes,
  }: { acknowledged: readonly Acknowledged[]; asks: readonly Ask[]; writes: readonly Write[] },
): Promise<Findings> {
  const incomings = await readIncomings(store)
  const requests = await readRequests(store)
  const byTurn = new Map(requests.map((request) => [request.source_key, request]))
  const requestOf = (ask: Ask) => byTurn.get(`turn/${incomings.get(ask.eventId ?? '')?.id}`)
  const verdict = await verifyLedger(store)
  const made = countedByEffect(writes)
  const applied = new Set(writes.filter(({ changed }) => changed).map(({ effect }) => effect))
  const effects = new Set(asks.map(effectOf))
  return {
    requests: requests.length,
    lost: [
      ...acknowledged.flatMap(({ eventId, leavesRow }) => {
        const state = incomings.get(eventId)?.state
        return leavesRow && state !== 'done' ? [`${eventId} was acknowledged and is ${state ?? 'gone'}`] : []
      }),
      ...asks.flatMap((ask) => {
        if (ask.eventId === undefined) return []
        const request = requestOf(ask)
        if (!request) return [`${effectOf(ask)} was acknowledged and has no request`]
        return request.state === 'done' && !applied.has(effectOf(ask)) ? [`${effectOf(ask)} is done and is not`] : []
      }),
    ],
    twice: [
      ...[...made].flatMap(([effect, times]) => (times > 1 ? [`${effect}: ${times} calls`] : [])),
      ...[...made.keys()].flatMap((effect) => (effects.has(effect) ? [] : [`${effect}: nobody asked`])),
      ...asks.flatMap((ask) =>
        requestOf(ask)?.state !== 'done' && applied.has(effectOf(ask)) ? [`${effectOf(ask)} without being done`] : [],
      ),
    ],
    stuck: [
      ...asks.flatMap(({ trouble }) => trouble ?? []),
      ...asks.flatMap((ask) => (ask.ended?.endsWith(': done') ? [] : [`${effectOf(ask)}: ${ask.ended ?? 'no end'}`])),
      ...requests.flatMap(({ number, state }) => (state === 'done' ? [] : [`R-${number} is ${state}`])),
      ...(await unsent(store)),
    ],
    ledger: [...(verdict.ok ? [] : [JSON.stringify(verdict)]), ...requests.flatMap(storyProblems)],
  }
}

/** What an ask should change, in the words of the journal. */
const effectOf = ({ user, group }: Ask): string => (group === undefined ? `unlock ${user}` : `add ${user} to ${group}`)

/** JumpCloud would not do it twice; but whoever asks it to has not looked first, and the next action may be another. */
function countedByEffect(writes: readonly Write[]): Map<string, number> {
  const made = new Map<string, number>()
  for (const { effect } of writes) made.set(effect, (made.get(effect) ?? 0) + 1)
  return made
}

async function readIncomings({ db }: OpenStore): Promise<Map<string, { id: string; state: string }>> {
  const rows = await db.selectFrom('incoming').select(['id', 'event_id', 'state']).execute()
  return new Map(rows.map(({ id, event_id, state }) => [event_id, { id, state }]))
}

async function readRequests({ db }: OpenStore): Promise<Row[]> {
  const { rows } = await sql<Row>`SELECT id, number, state, source_key, requester, skill,
    ARRAY(SELECT event FROM ledger WHERE request_id = request.id ORDER BY seq) AS events FROM request`.execute(db)
  return rows
}

/** One chain from the ask to its end; only what is safe to repeat stands there more than once. */
function storyProblems({ number, skill, events }: Row): string[] {
  const decided =
    skill === 'unlock-account'
      ? '(proof.sent |proof.failed )*proof.completed '
      : '(approval.asked )*approval.(approved|narrowed) '
  const story = new RegExp(
    `^request.asked request.confirmed ${decided}request.running (step.about-to )+step.did request.done$`,
  )
  return story.test(events.join(' ')) ? [] : [`R-${number}: ${events.join(' ')}`]
}

async function unsent({ db }: OpenStore): Promise<string[]> {
  const notices = await db
    .selectFrom('notice')
    .select(['id', 'destination_key'])
    .where('state', '=', 'pending')
    .execute()
  return notices.map(({ id, destination_key }) => `the notice ${id} to ${destination_key} was never sent`)
}
