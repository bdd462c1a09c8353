// Somebody asks for a colleague what only the colleague may ask: the colleague is asked, and the asker learns nothing.
import { z } from 'zod'
import { minutes } from '../clock.ts'
import type { Core } from '../core.ts'
import { hasCode } from '../errors.ts'
import { account, userId } from '../ids.ts'
import { say } from '../outbox/notices.ts'
import type { Button } from '../reply.ts'
import { skillOf } from '../requests/derive.ts'
import { titleOf } from '../skill.ts'
import { text } from '../words/text.ts'
import { lookUp } from './ask-for-another.ts'
import type { OtherPerson } from './slot-person.ts'
import type { Effects, Turn } from './turn.ts'

/** Several who mean well at once, or one who does not, make one message. */
const saidOnceIn = minutes(30)

const wish = z.object({
  requester: userId,
  skill: z.string(),
  other: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('mention'), account }),
    z.object({ kind: z.literal('email'), email: z.string() }),
    z.object({ kind: z.literal('username'), name: z.string() }),
  ]),
})

const aboutOf = (turn: string): string => `pass-on/${turn}`

/** The same words whoever it is; whether there is such a person is looked up only after they are said. */
export async function passOn(turn: Turn, skill: string, other: OtherPerson, buttons: Button[]): Promise<Effects> {
  const { turnId, identity, keys } = turn
  if (identity.kind !== 'bound') throw new Error('only who is proven asks for others')
  const asked: z.infer<typeof wish> = { requester: identity.user, skill, other }
  const sealed = keys.seal(aboutOf(turnId), Buffer.from(JSON.stringify(asked)))
  return async (tx) => {
    await say(tx, turn, turn.came.account, {
      tone: 'plain',
      title: text('others.theirs'),
      body: [text('others.theirs-how')],
      buttons,
    })
    await tx.enqueue('pass-on', { turn: turnId, sealed })
  }
}

/** Asks them, if there are such, and writes down what became of it: once for each turn, however often it is run. */
export async function askThem(core: Core, turn: string, sealed: string): Promise<void> {
  const asked = opened(core, turn, sealed)
  if (!asked) return
  const { requester, skill, other } = asked
  const subject = await lookUp(core, other)
  const accounts = subject === undefined ? [] : await core.bindings.accountsOf(subject)
  const { name } = await core.directory.user(requester)
  const title = titleOf(skillOf(core, skill))
  const now = core.clock.now()
  const period = Math.floor(now.getTime() / saidOnceIn)
  await core.store.tx(async (tx) => {
    const first = await tx.db
      .insertInto('seen')
      .values({ key: aboutOf(turn), at: now })
      .onConflict((clash) => clash.doNothing())
      .returning('key')
      .executeTakeFirst()
    if (!first) return
    for (const to of accounts)
      await say(
        tx,
        core,
        to,
        {
          tone: 'plain',
          title: text('others.for-you', { name, title }),
          body: [text('others.for-you-how')],
          buttons: [{ label: title, intent: { do: 'ask', skill, input: {} }, style: 'primary' }],
        },
        { dedupe: `for-you/${skill}/${to.platform}/${to.tenant}/${to.user}/${period}` },
      )
    await core.ledger.append(
      tx,
      subject === undefined
        ? { actor: requester, event: 'request.refused', body: { skill, why: 'turn.nobody-by-that-name' } }
        : { actor: requester, event: 'request.passed-on', about: subject, body: { skill } },
    )
  })
}

/** Undefined for what nobody of us sealed, or sealed under a secret that was replaced since: it can be asked again. */
function opened({ keys, log }: Core, turn: string, sealed: string): z.infer<typeof wish> | undefined {
  try {
    return wish.parse(JSON.parse(keys.open(aboutOf(turn), sealed).toString()))
  } catch (error) {
    if (!hasCode(error, 'tampered')) throw error
    log.warn({ turn }, 'what was to be passed on cannot be read')
    return undefined
  }
}
