// Tells those who may vouch that somebody may come to them; saying it again says it once.
import type { Core } from '../core.ts'
import type { Directory } from '../directory.ts'
import { accountKey, type UserId } from '../ids.ts'
import { say } from '../outbox/notices.ts'
import { holdersOf } from '../people/relations.ts'
import type { Card } from '../reply.ts'
import { at, text } from '../words/text.ts'
import type { Request } from './request.ts'

type Deps = Pick<Core, 'store' | 'keys' | 'clock' | 'organisation' | 'bindings'> & { directory: Directory }

export async function askVouchers(deps: Deps, request: Request): Promise<void> {
  const matter = { subject: request.subject, groups: [] }
  const found = new Set<UserId>()
  for (const role of ['manager', 'it'] as const)
    for (const person of await holdersOf(deps, role, matter)) found.add(person)
  found.delete(request.requester)
  found.delete(request.subject)
  await deps.store.tx(async (tx) => {
    for (const person of found)
      for (const account of await deps.bindings.accountsOf(person, tx.db))
        await say(tx, deps, account, cardFor(request, person), {
          request: request.id,
          dedupe: `vouch/${request.id}/${request.planHash}/${accountKey(account)}`,
        })
  })
}

const cardFor = (request: Request, person: UserId): Card => ({
  tone: 'waiting',
  title: text('vouch.ask-title', { name: request.shown.requesterName }),
  body: [...request.shown.steps, text('vouch.ask-how', { name: request.shown.requesterName }), text('vouch.ask-not')],
  buttons: [
    {
      label: text('button.vouch'),
      page: { purpose: 'vouch', person, request: request.id, hash: request.planHash },
    },
  ],
  footer: text('vouch.ask-footer', { number: request.number, until: at(request.expiresAt) }),
})
