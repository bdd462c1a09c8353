// Hands a person over to people: who, and what they wrote so far (redacted), to IT and to the audit channel.
import { later, minutes } from '../clock.ts'
import { LatchkeyError } from '../errors.ts'
import { type Account, accountKey, type UserId } from '../ids.ts'
import { say, sayToAudit } from '../outbox/notices.ts'
import { sealQuote } from '../outbox/quotes.ts'
import { holdersOf } from '../people/relations.ts'
import type { Card } from '../reply.ts'
import type { Tx } from '../store/store.ts'
import { type Text, text } from '../words/text.ts'
import { recentOf } from './recent.ts'
import { isPhrase } from './secret-phrases.ts'
import type { Effects, Turn } from './turn.ts'

const most = { times: 3, within: minutes(10) }

export async function handOver(turn: Turn, why: Text): Promise<Effects> {
  const me = turn.identity.kind === 'unknown' ? undefined : turn.identity.user
  const reached = await helpersOf(turn, me)
  const { words } = await recentOf(turn, turn.came.account)
  const name = turn.profile.displayName
  const now = 'text' in turn.came ? [turn.came.text] : []
  const last = [...words, ...now].slice(-3)
  const quoted = last.filter((said) => !said.split('\n').some(isPhrase))
  const card: Card = {
    tone: 'waiting',
    title: text('handover.title', { name }),
    body: [
      why,
      text(`handover.${turn.identity.kind}`),
      ...(quoted.length < last.length ? [text('handover.left-out')] : []),
    ],
    quotes: quoted.map((said) => ({ from: text('approval.wrote', { name }), sealed: sealQuote(turn, said) })),
  }
  return async (tx) => {
    if (await isFlooding(tx, turn)) return say(tx, turn, turn.came.account, toldAlready)
    for (const { accounts } of reached) for (const account of accounts) await say(tx, turn, account, card)
    await sayToAudit(tx, turn, card)
    await say(
      tx,
      turn,
      turn.came.account,
      promise(
        turn,
        reached.map((one) => one.name),
      ),
    )
    await turn.ledger.append(tx, {
      actor: me ?? 'system',
      event: 'handover.asked',
      ...(me ? { about: me } : {}),
      body: { told: reached.length, why: why.key },
    })
  }
}

/** Whoever asks again and again is heard, but IT reads it three times in ten minutes at most. */
async function isFlooding(tx: Tx, { clock, came, turnId }: Turn): Promise<boolean> {
  const [now, mine] = [clock.now(), `handover/${accountKey(came.account)}/`]
  const { before } = await tx.db
    .selectFrom('seen')
    .select(({ fn }) => fn.countAll<string>().as('before'))
    .where((where) => where.fn('starts_with', ['key', where.val(mine)]), '=', true)
    .where('at', '>', later(now, -most.within))
    .executeTakeFirstOrThrow()
  if (Number(before) >= most.times) return true
  await tx.db
    .insertInto('seen')
    .values({ key: mine + turnId, at: now })
    .execute()
  return false
}

const toldAlready: Card = { tone: 'plain', title: text('handover.told-already'), body: [text('handover.next')] }

/** People of IT and where they can be written to. Without JumpCloud nobody knows who they are; the channel is told anyway. */
export async function helpersOf(turn: Turn, me: UserId | undefined): Promise<{ name: string; accounts: Account[] }[]> {
  const reached: { name: string; accounts: Account[] }[] = []
  try {
    for (const helper of await holdersOf(turn, 'it', { subject: me, groups: [] })) {
      const accounts = await turn.bindings.accountsOf(helper)
      if (helper !== me && accounts.length > 0)
        reached.push({ name: (await turn.directory.user(helper)).name, accounts })
    }
  } catch (error) {
    if (!(error instanceof LatchkeyError)) throw error
    turn.log.warn({ turn: turn.turnId, err: error }, 'who helps could not be looked up')
  }
  return reached
}

/** Names who was told; where nobody could be reached, says so instead of promising. */
function promise(turn: Turn, names: string[]): Card {
  if (names.length > 0)
    return { tone: 'good', title: text('handover.told', { names: { list: names } }), body: [text('handover.next')] }
  const isHeard = turn.organisation.audit !== undefined
  return {
    tone: isHeard ? 'plain' : 'bad',
    title: text(isHeard ? 'handover.told-channel' : 'handover.nobody'),
    body: [text('handover.next')],
  }
}
