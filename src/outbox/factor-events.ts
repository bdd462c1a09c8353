// Tells a person, at every account they have, that something changed about how they prove who they are.
import type { Core } from '../core.ts'
import type { UserId } from '../ids.ts'
import type { Card } from '../reply.ts'
import type { Tx } from '../store/store.ts'
import { at, text } from '../words/text.ts'
import { say } from './notices.ts'

export type FactorEvent =
  | { kind: 'factor-added'; factor: 'passkey' | 'recovery-codes'; usableFrom: Date }
  | { kind: 'factor-removed'; factor: 'passkey' | 'recovery-codes' }
  | { kind: 'code-used'; left: number }

export async function tellFactorEvent(
  tx: Tx,
  deps: Pick<Core, 'clock' | 'bindings'>,
  { person, event }: { person: UserId; event: FactorEvent },
): Promise<void> {
  for (const account of await deps.bindings.accountsOf(person, tx.db))
    await say(tx, deps, account, cardOf(event, person))
}

function cardOf(event: FactorEvent, person: UserId): Card {
  const buttons: Card['buttons'] = [
    { label: text('button.not-me'), page: { purpose: 'not-me', person }, style: 'danger' },
  ]
  switch (event.kind) {
    case 'factor-added':
      return {
        tone: 'plain',
        title: text(`factor.added-${event.factor}`),
        body: [text('factor.usable-from', { when: at(event.usableFrom) }), text('factor.if-not-you')],
        buttons,
      }
    case 'factor-removed':
      return {
        tone: 'plain',
        title: text(`factor.removed-${event.factor}`),
        body: [text('factor.if-not-you')],
        buttons,
      }
    case 'code-used':
      return {
        tone: 'plain',
        title: text('factor.code-used', { left: event.left }),
        body: [text('factor.if-not-you')],
        buttons,
      }
  }
}
