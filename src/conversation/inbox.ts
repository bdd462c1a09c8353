// The door for everything that comes in: stored, redacted, before it is acknowledged; forms answered from our own store.
import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { type AtOnce, type Inbox, type Incoming, incoming } from '../adapter.ts'
import type { Core } from '../core.ts'
import type { Intent } from '../intent.ts'
import { findIntent } from '../outbox/handles.ts'
import { readerOf } from '../outbox/reader.ts'
import { renderForm } from '../outbox/render.ts'
import { codeDigits } from '../proof/code.ts'
import { typeCode } from '../proof/type-code.ts'
import type { Form } from '../reply.ts'
import { skillOf } from '../requests/derive.ts'
import type { Tx } from '../store/store.ts'
import { render } from '../words/render.ts'
import { type Text, text } from '../words/text.ts'
import { atOnceFor } from './at-once.ts'
import { formOf, readForm } from './form.ts'
import { containsSecret, redact } from './redact.ts'

type Deps = Pick<Core, 'store' | 'keys' | 'clock' | 'organisation' | 'skills'>
type Submit = Extract<Incoming, { kind: 'submit' }>

/** What is stored of an incoming: its words redacted, what its handle means, and whether a secret was in it. */
export const storedIncoming = z.object({
  incoming,
  intent: z.custom<Intent>().optional(),
  handleDigest: z.string().optional(),
  secret: z.enum(['password', 'code', 'key']).optional(),
})
export type StoredIncoming = z.infer<typeof storedIncoming>

const nothing: AtOnce = { kind: 'nothing' }
const longestReason = 200

export const createInbox = (deps: Deps): Inbox => ({
  async receive(came) {
    // Platforms tell of every change of everybody; those of accounts that mean nothing here are not kept.
    if (came.kind === 'account-changed' && !(await isBound(deps, came))) return nothing
    if (came.kind !== 'press' && came.kind !== 'submit') {
      await store(deps, came, {})
      return atOnceFor(deps, came)
    }
    const intent = await findIntent(deps.store.db, deps, came.account, came.handle)
    if (!intent) return line(deps, came, text('press.too-old'))
    return came.kind === 'press' ? press(deps, came, intent) : submit(deps, came, intent)
  },
})

/** Whether the seal is whole is looked at when it matters. */
async function isBound({ store }: Deps, { account }: Incoming): Promise<boolean> {
  const row = await store.db
    .selectFrom('binding')
    .select('platform')
    .where('platform', '=', account.platform)
    .where('tenant', '=', account.tenant)
    .where('account_user', '=', account.user)
    .where('frozen_at', 'is', null)
    .executeTakeFirst()
  return row !== undefined
}

async function press(deps: Deps, came: Extract<Incoming, { kind: 'press' }>, intent: Intent): Promise<AtOnce> {
  const form = formFor(deps, intent)
  if (!form) return store(deps, came, { intent })
  const reader = await readerOf(deps, { to: 'person', account: came.account })
  // A form that was opened has done nothing yet, so there is nothing to keep.
  return {
    kind: 'form',
    form: await deps.store.tx((tx) => renderForm(tx, deps, form, { reader, account: came.account }, intent)),
  }
}

function formFor(deps: Deps, intent: Intent): Form | undefined {
  switch (intent.do) {
    case 'fill':
      return formOf(skillOf(deps, intent.skill), deps.organisation, intent.input, intent.subject !== undefined)
    case 'type-code':
      return {
        title: text('proof.form-title'),
        intro: text('proof.form-intro'),
        fields: [{ kind: 'code', name: 'code', label: text('proof.form-code'), required: true, digits: codeDigits }],
        submit: text('proof.form-submit'),
      }
    case 'deny':
      return {
        title: text('approval.deny-title'),
        intro: text('approval.deny-intro'),
        fields: [
          {
            kind: 'lines',
            name: 'reason',
            label: text('approval.deny-reason'),
            required: true,
            maxLength: longestReason,
          },
        ],
        submit: text('button.deny-now'),
      }
    default:
      return undefined
  }
}

async function submit(deps: Deps, came: Submit, intent: Intent): Promise<AtOnce> {
  if (intent.do === 'fill') {
    const filled = readForm(skillOf(deps, intent.skill), deps.organisation, came.values)
    return 'errors' in filled ? fieldErrors(deps, came, filled.errors) : store(deps, came, { intent })
  }
  if (intent.do === 'type-code') {
    const on = { request: intent.request, hash: intent.hash, account: came.account }
    // The code itself is never stored: what is kept is that a right one was typed.
    const wrong = await deps.store.tx((tx) => typeCode(tx, deps, on, came.values.code ?? ''))
    return wrong ? fieldErrors(deps, came, { code: wrong }) : nothing
  }
  const reason = came.values.reason?.trim() ?? ''
  if (intent.do === 'deny' && reason.length < 3)
    return fieldErrors(deps, came, { reason: text('approval.reason-needed') })
  const values = intent.do === 'deny' ? { ...came.values, reason } : came.values
  return store(deps, { ...came, values }, { intent })
}

/** Returns only after the commit. The same delivery twice is stored, and done, once. */
async function store(deps: Deps, came: Incoming, { intent }: { intent?: Intent }): Promise<AtOnce> {
  await deps.store.tx((tx) => insert(tx, deps, came, intent))
  return nothing
}

async function insert(tx: Tx, deps: Deps, came: Incoming, intent: Intent | undefined) {
  const secret = 'text' in came ? containsSecret(came.text) : undefined
  const kept: StoredIncoming = {
    incoming: redacted(came),
    ...(intent ? { intent } : {}),
    ...('handle' in came ? { handleDigest: deps.keys.digest('handle', came.handle) } : {}),
    ...(secret ? { secret } : {}),
  }
  const row = await tx.db
    .insertInto('incoming')
    .values({
      id: randomUUID(),
      event_id: came.eventId,
      platform: came.account.platform,
      tenant: came.account.tenant,
      account_user: came.account.user,
      body: JSON.stringify(kept),
      state: 'open',
      received_at: deps.clock.now(),
    })
    .onConflict((clash) => clash.columns(['platform', 'tenant', 'event_id']).doNothing())
    .returning('id')
    .executeTakeFirst()
  if (row) await tx.enqueue('take-turn', { incoming: row.id })
}

/** Codes, passwords and keys that people type are removed before anything is written; the handle is dropped as well. */
function redacted(came: Incoming): Incoming {
  switch (came.kind) {
    case 'message':
    case 'mention':
    case 'command':
      return { ...came, text: redact(came.text) }
    case 'press':
      return { ...came, handle: '' }
    case 'submit':
      return {
        ...came,
        handle: '',
        values: Object.fromEntries(Object.entries(came.values).map(([name, value]) => [name, redact(value)])),
      }
    default:
      return came
  }
}

async function fieldErrors(deps: Deps, came: Incoming, errors: Record<string, Text>): Promise<AtOnce> {
  const reader = await readerOf(deps, { to: 'person', account: came.account })
  return {
    kind: 'field-errors',
    errors: Object.fromEntries(Object.entries(errors).map(([name, why]) => [name, render(why, reader)])),
  }
}

async function line(deps: Deps, came: Incoming, said: Text): Promise<AtOnce> {
  return { kind: 'line', text: render(said, await readerOf(deps, { to: 'person', account: came.account })) }
}
