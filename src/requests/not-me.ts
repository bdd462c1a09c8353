// "This wasn't me": whatever can be halted for this person is, their self-service is paused, and security is told.
import type { Core } from '../core.ts'
import type { Directory } from '../directory.ts'
import { hasCode } from '../errors.ts'
import { type RequestId, requestId, type UserId } from '../ids.ts'
import { ownRecords } from '../ledger/records.ts'
import { sayToSecurity } from '../outbox/notices.ts'
import { securityAccounts } from '../people/security.ts'
import type { Tx } from '../store/store.ts'
import { type Text, text } from '../words/text.ts'
import { cancel } from './decisions.ts'
import { startEnding } from './ending.ts'
import { loadRequest, type Request } from './request.ts'
import { isOpen, openStates } from './states.ts'

type Deps = Core & { directory: Directory }

export interface Disowned {
  /** Whose account it is. */
  person: UserId
  /** What it was said about; without one, about something that happened to their factors. */
  request: RequestId | undefined
  /** `link`: by whoever held a link that was sent to the person or their manager. */
  by: 'chat' | 'link'
}

/** Reads; what it returns writes, and says what became of it. The same again changes nothing more and is answered alike. */
export async function notMe(deps: Deps, said: Disowned): Promise<(tx: Tx) => Promise<Text>> {
  const contacts = await securityAccounts(deps)
  const request = said.request && (await find(deps, deps.store.db, said.request))
  const name = request?.shown.subjectName ?? (await nameOf(deps, said.person))
  const concerns = !request || isInTheirName(deps, request)
  return async (tx) => {
    const isAgain = await wasLifted(tx, deps, said)
    const pauses = concerns && !isAgain
    const halted = await haltAll(tx, deps, said.person)
    if (request?.state === 'done' && request.row.ends_at)
      await startEnding(tx, deps, request, said.person, 'access.given-back')
    const how = { by: said.person, why: 'not-me' }
    const isPaused = pauses && (await deps.freezes.freeze(said.person, how, tx))
    const noted = pauses ? [text('audit.not-me-paused')] : isAgain ? [text('audit.not-me-lifted')] : []
    if (isPaused || isAgain || halted > 0 || !(await wasTold(tx, said)))
      await sayToSecurity(tx, deps, contacts, {
        tone: 'bad',
        title: request
          ? text('audit.not-me', { number: request.number, name, skill: request.skill })
          : text('audit.not-me-factor', { name }),
        body: [text('audit.not-me-halted', { count: halted }), ...noted],
      })
    await deps.ledger.append(tx, {
      actor: said.person,
      event: 'security.alert',
      ...(request ? { request: request.id } : {}),
      about: said.person,
      body: { why: 'not-me', by: said.by, halted },
    })
    return text(pauses ? 'notice.not-me-paused' : concerns ? 'notice.not-me-lifted' : 'notice.not-me-thanks')
  }
}

/** Somebody acted as them, or their password or factors were touched: more than a colleague's mistake. */
const isInTheirName = ({ actions }: Deps, { requester, subject, plan }: Request): boolean =>
  requester === subject || plan.steps.some(({ action }) => actions.get(action)?.sensitivity !== 'ordinary')

/** Everything open about them, or asked in their name. What runs already is held by the pause before its next step. */
export async function haltAll(tx: Tx, deps: Deps, person: UserId): Promise<number> {
  const rows = await tx.db
    .selectFrom('request')
    .select('id')
    .where((or) => or.or([or('subject', '=', person), or('requester', '=', person)]))
    .where('state', 'in', openStates)
    .orderBy('number')
    .execute()
  let halted = 0
  for (const { id } of rows) {
    const request = await find(deps, tx.db, requestId.parse(id))
    if (request && isOpen(request.state) && (await cancel(tx, deps, request, person))) halted += 1
  }
  return halted
}

async function find(deps: Deps, db: Tx['db'] | Core['store']['db'], id: RequestId): Promise<Request | undefined> {
  try {
    return await loadRequest(db, deps, id)
  } catch (error) {
    // One without a valid seal is never run; it must not keep the rest from being halted.
    if (hasCode(error, 'tampered', 'not-found')) return undefined
    throw error
  }
}

async function nameOf({ directory }: Deps, person: UserId): Promise<string> {
  try {
    return (await directory.user(person)).name
  } catch {
    return person
  }
}

async function wasTold(tx: Tx, { request }: Disowned): Promise<boolean> {
  if (!request) return true
  const row = await tx.db
    .selectFrom('ledger')
    .select('seq')
    .where('request_id', '=', request)
    .where('event', '=', 'security.alert')
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** Said about the same before, and lifted by two people since: a link that somebody else found does not pause a person for a month. */
async function wasLifted(tx: Tx, deps: Pick<Core, 'keys'>, { person, request }: Disowned): Promise<boolean> {
  const said = await ownRecords(tx.db, deps, { person }, ['security.alert', 'person.unfrozen'])
  const first = said.findIndex((one) => one.data.why === 'not-me' && one.request === request)
  return first >= 0 && said.slice(first).some(({ event }) => event === 'person.unfrozen')
}
