// "My laptop was stolen": everything that Latchkey could do in the asker's name stops at once, and people are told.
import { ifTold } from '../errors.ts'
import type { UserId } from '../ids.ts'
import { say, sayToSecurity } from '../outbox/notices.ts'
import { securityAccounts } from '../people/security.ts'
import type { Card } from '../reply.ts'
import { haltAll } from '../requests/not-me.ts'
import type { AtOnce } from '../skill.ts'
import { text } from '../words/text.ts'
import { helpersOf } from './hand-over.ts'
import type { Effects, Turn } from './turn.ts'

export async function freezeAsker(turn: Turn, asker: UserId, { tell }: AtOnce): Promise<Effects> {
  const contacts = await securityAccounts(turn)
  const helpers = await helpersOf(turn, asker)
  const { name } = (await ifTold(turn.directory.user(asker))) ?? { name: turn.profile.displayName }
  const paged: Card = { tone: 'bad', title: text('lost.paged', { name }), body: [...tell, text('lost.paged-next')] }
  return async (tx) => {
    const halted = await haltAll(tx, turn, asker)
    const isNew = await turn.freezes.freeze(asker, { by: asker, why: 'lost-device' }, tx)
    await say(tx, turn, turn.came.account, {
      tone: 'good',
      title: text('lost.frozen'),
      body: [text('lost.frozen-how'), text('lost.call')],
    })
    // Who says it again is answered again; people are paged once for it.
    if (isNew || halted > 0) {
      await sayToSecurity(tx, turn, contacts, paged)
      for (const { accounts } of helpers) for (const account of accounts) await say(tx, turn, account, paged)
    }
    await turn.ledger.append(tx, {
      actor: asker,
      event: 'security.alert',
      about: asker,
      body: { why: 'lost-device', halted },
    })
  }
}
