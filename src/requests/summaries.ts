// A person's own requests, as the skills `my-requests` and `cancel-request` list them.
import type { Core } from '../core.ts'
import { requestId, type UserId } from '../ids.ts'
import type { RequestSummary } from '../skill.ts'
import { loadRequest } from './request.ts'
import { isOpen } from './states.ts'

const mostListed = 10

export async function mySummaries(deps: Pick<Core, 'store' | 'keys'>, requester: UserId): Promise<RequestSummary[]> {
  const rows = await deps.store.db
    .selectFrom('request')
    .select('id')
    .where('requester', '=', requester)
    .orderBy('number', 'desc')
    .limit(mostListed)
    .execute()
  const requests = await Promise.all(rows.map(({ id }) => loadRequest(deps.store.db, deps, requestId.parse(id))))
  return requests.map((request) => ({
    id: request.id,
    number: request.number,
    skill: request.skill,
    input: request.input,
    state: request.state,
    title: request.shown.title,
    askedAt: request.askedAt,
    expiresAt: request.expiresAt,
    endsAt: request.row.ends_at ?? undefined,
    isOpen: isOpen(request.state),
  }))
}
