// Somebody asks for a colleague what only the colleague may ask: the colleague is asked, and the asker learns nothing.
import { minutes } from '../clock.ts'
import { say } from '../outbox/notices.ts'
import { type PlanInputs, skillOf } from '../requests/derive.ts'
import { titleOf } from '../skill.ts'
import { text } from '../words/text.ts'
import type { Effects, Turn } from './turn.ts'

/** Several who mean well at once, or one who does not, make one message. */
const saidOnceIn = minutes(30)

export async function askThem(turn: Turn, { skillName, requester, subject }: PlanInputs): Promise<Effects> {
  const accounts = await turn.bindings.accountsOf(subject)
  const { name } = await turn.directory.user(requester)
  const title = titleOf(skillOf(turn, skillName))
  const period = Math.floor(turn.clock.now().getTime() / saidOnceIn)
  return async (tx) => {
    for (const account of accounts)
      await say(
        tx,
        turn,
        account,
        {
          tone: 'plain',
          title: text('others.for-you', { name, title }),
          body: [text('others.for-you-how')],
          buttons: [{ label: title, intent: { do: 'ask', skill: skillName, input: {} }, style: 'primary' }],
        },
        { dedupe: `for-you/${skillName}/${account.platform}/${account.tenant}/${account.user}/${period}` },
      )
    // The same words whoever it is, and however their account stands.
    await say(tx, turn, turn.came.account, {
      tone: 'plain',
      title: text('others.theirs'),
      body: [text('others.theirs-how')],
    })
    await turn.ledger.append(tx, {
      actor: requester,
      event: 'request.passed-on',
      about: subject,
      body: { skill: skillName },
    })
  }
}
