// The door for everything that comes in: stored, redacted, before it is acknowledged; forms answered from our own store.
import type { AtOnce, Inbox, Incoming } from '../adapter.ts'
import type { Core } from '../core.ts'
import type { Intent } from '../intent.ts'
import { findIntent } from '../outbox/handles.ts'
import { readerOf } from '../outbox/reader.ts'
import { renderForm } from '../outbox/render.ts'
import { spoken } from '../outbox/spoken.ts'
import { codeDigits } from '../proof/code.ts'
import { typeCode } from '../proof/type-code.ts'
import type { Form } from '../reply.ts'
import { skillOf } from '../requests/derive.ts'
import { currentTrace } from '../trace.ts'
import { type Text, text } from '../words/text.ts'
import { atOnceFor } from './at-once.ts'
import { formOf, readForm } from './form.ts'
import { type Keep, keeping } from './keep.ts'
import { redact } from './redact.ts'

type Deps = Pick<Core, 'store' | 'keys' | 'clock' | 'organisation' | 'skills' | 'arrivals' | 'ledger'>
type Submit = Extract<Incoming, { kind: 'submit' }>

const nothing: AtOnce = { kind: 'nothing' }
const longestReason = 200

export function createInbox(core: Deps): Inbox {
  const deps: Taking = { ...core, keep: keeping(core) }
  return {
    async receive(came) {
      const acknowledged = deps.arrivals.noteOne()
      try {
        return await receive(deps, came)
      } finally {
        acknowledged()
      }
    },
  }
}

type Taking = Deps & { keep: Keep }

async function receive(deps: Taking, came: Incoming): Promise<AtOnce> {
  // Platforms tell of every change of everybody; those of accounts that mean nothing here are not kept.
  if (came.kind === 'account-changed' && !(await isBound(deps, came))) return nothing
  if (came.kind !== 'press' && came.kind !== 'submit')
    return atOnceFor(deps, came, await deps.keep({ came, intent: undefined, trace: currentTrace() }))
  const intent = await findIntent(deps.store.db, deps, came.account, came.handle)
  if (!intent) return line(deps, came, text('press.too-old'))
  return came.kind === 'press' ? press(deps, came, intent) : submit(deps, came, intent)
}

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

async function press(deps: Taking, came: Extract<Incoming, { kind: 'press' }>, intent: Intent): Promise<AtOnce> {
  const form = formFor(deps, intent)
  if (!form) return store(deps, came, { intent })
  const reader = await readerOf(deps, { to: 'person', account: came.account })
  // A form that was opened has done nothing yet, so there is nothing to keep.
  return {
    kind: 'form',
    form: await renderForm(deps.store.db, deps, form, { reader, account: came.account }, intent),
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

async function submit(deps: Taking, came: Submit, intent: Intent): Promise<AtOnce> {
  if (intent.do === 'fill') {
    // What is answered at once quotes what was typed, and no more of it than what would be kept.
    const values = Object.fromEntries(Object.entries(came.values).map(([name, value]) => [name, redact(value)]))
    const filled = readForm(skillOf(deps, intent.skill), deps.organisation, values)
    return 'errors' in filled ? fieldErrors(deps, came, filled.errors) : store(deps, came, { intent })
  }
  if (intent.do === 'type-code') {
    const on = { request: intent.request, hash: intent.hash, account: came.account }
    // The code itself is never stored: what is kept is that a right one was typed.
    const wrong = await deps.store.tx((tx) => typeCode(tx, deps, on, came.values.code ?? ''), { goesFirst: true })
    return wrong ? fieldErrors(deps, came, { code: wrong }) : nothing
  }
  const reason = came.values.reason?.trim() ?? ''
  if (intent.do === 'deny' && reason.length < 3)
    return fieldErrors(deps, came, { reason: text('approval.reason-needed') })
  const values = intent.do === 'deny' ? { ...came.values, reason } : came.values
  return store(deps, { ...came, values }, { intent })
}

/** Returns only after the commit. The same delivery twice is stored, and done, once. */
async function store({ keep }: Taking, came: Incoming, { intent }: { intent?: Intent }): Promise<AtOnce> {
  await keep({ came, intent, trace: currentTrace() })
  return nothing
}

async function fieldErrors(deps: Deps, came: Incoming, errors: Record<string, Text>): Promise<AtOnce> {
  const reader = await readerOf(deps, { to: 'person', account: came.account })
  return {
    kind: 'field-errors',
    errors: Object.fromEntries(Object.entries(errors).map(([name, why]) => [name, spoken(why, reader)])),
  }
}

async function line(deps: Deps, came: Incoming, said: Text): Promise<AtOnce> {
  return { kind: 'line', text: spoken(said, await readerOf(deps, { to: 'person', account: came.account })) }
}
