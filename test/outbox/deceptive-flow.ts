// Asks for real, as somebody with a deceptive name, title, group and reason; compares the approver's card and page with those of harmless words.
import fc from 'fast-check'
import { days } from '../../src/clock.ts'
import { openLink } from '../../src/demo/visitor.ts'
import { storable } from '../../src/plain-text.ts'
import { idFor, type TestLatchkey } from '../latchkey.ts'
import { hostileWords } from './hostile-words.ts'

const group = 'Looker – Analyst'
const [asker, approver] = ['leo.brandt', 'mei.tanaka']

interface Seen {
  fingerprints: string[]
  card: unknown
  tags: string[]
}

async function asked(it: TestLatchkey, words: string): Promise<Seen> {
  it.clock.advance(days(1))
  const user = it.sandbox.state.users.get(idFor(asker))
  Object.assign(user ?? {}, { displayname: words.slice(0, 1024), jobTitle: words.slice(0, 1024) })
  // As a form's words are when they were kept.
  const reason = storable(`for the q3 numbers ${words}`.slice(0, 200))
  const handle = await it.handleFor(asker, { do: 'ask', skill: 'join-group', input: { group, days: 7, reason } })
  await it.chat.pressHandle(asker, handle)
  await it.settled()
  const { id, planHash } = await it.requestOf(asker)
  await it.chat.pressHandle(asker, await it.handleFor(asker, { do: 'confirm', request: id, hash: planHash }))
  await it.settled()
  const { needs, row } = await it.requestOf(asker)
  if (row.state !== 'approving') throw new Error(`it is ${row.state}`)
  const proven = { ...needs, approvals: needs.approvals.map((rule) => ({ ...rule, proof: 'S2' })) }
  await it.db
    .updateTable('request')
    .set({ needs: JSON.stringify(proven) })
    .where('id', '=', id)
    .execute()
  // An older request's card may be drawn anew meanwhile.
  const cardAt = (whose: string) =>
    it.chat.posts.findLast(({ place, card }) => place === whose && card.footer?.includes(`R-${row.number}`))?.card
  const [card, own] = [cardAt(approver), cardAt(asker)]
  const link = await it.linkFor(approver, { purpose: 'approve', person: idFor(approver), request: id, hash: planHash })
  const { html } = (await openLink(link)).shown
  await it.db.updateTable('request').set({ state: 'cancelled' }).where('id', '=', id).execute()
  const onPage = /class="fingerprint">([^<]*)</.exec(html)?.[1] ?? 'none'
  return {
    fingerprints: [card?.footer ?? '', own?.footer ?? '', onPage].map(
      (said) => /[a-z]+(?:-[a-z]+){3}/.exec(said)?.[0] ?? 'none',
    ),
    card: card && {
      body: card.body.length,
      facts: card.facts.length,
      quotes: card.quotes.length,
      buttons: card.buttons.length,
    },
    tags: (html.match(/<[^>]*>/g) ?? []).map((tag) => tag.replace(/(?:action|value|href)="[^"]*"/g, '')),
  }
}

/** Throws where the four words differ between chat and page, or where either is built otherwise. */
export async function checkDeceptiveAsks(it: TestLatchkey, runs: number, seed: number): Promise<void> {
  const golden = await asked(it, 'Leo Brandt')
  if (golden.fingerprints.includes('none')) throw new Error('there are no four words to compare')
  for (const words of fc.sample(hostileWords, { seed, numRuns: runs })) {
    const seen = await asked(it, words)
    if (new Set(seen.fingerprints).size !== 1) throw new Error(`the four words are ${seen.fingerprints.join(', ')}`)
    const [is, should] = [seen, golden].map(({ card, tags }) => JSON.stringify([card, tags]))
    if (is !== should) throw new Error(`with ${JSON.stringify(words)}:\n${is}\nand not\n${should}`)
  }
}
