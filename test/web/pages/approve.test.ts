// The page `approve`: the whole ask, and a yes that counts only from its own approver, proven over this very plan.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { minutes } from '../../../src/clock.ts'
import { openLink, wordsOf } from '../../../src/demo/visitor.ts'
import { askForGroup, idFor, startTestLatchkey, type TestLatchkey } from '../../latchkey.ts'
import { usePasskey, withPasskey } from '../passkeys.ts'

let it: TestLatchkey
beforeAll(async () => {
  it = await startTestLatchkey({ pages: true })
})
afterAll(() => it.stop())

/** As for a plan whose approvers must prove themselves. */
async function asked(): Promise<{ id: string; link(of: string): Promise<string> }> {
  await askForGroup(it, 'leo.brandt')
  await it.chat.waitFor('mei.tanaka', /Leo Brandt asks/)
  await it.settled()
  const { id, planHash, needs } = await it.requestOf('leo.brandt')
  const proven = { ...needs, approvals: needs.approvals.map((rule) => ({ ...rule, proof: 'S2' })) }
  await it.db
    .updateTable('request')
    .set({ needs: JSON.stringify(proven) })
    .where('id', '=', id)
    .execute()
  return { id, link: (of) => it.linkFor(of, { purpose: 'approve', person: idFor(of), request: id, hash: planHash }) }
}
const votes = (id: string) =>
  it.db.selectFrom('vote').select(['person', 'decision']).where('request_id', '=', id).execute()

test('is nobody else’s: not the requester’s, not a colleague’s, not after it was decided', async () => {
  const { id, link } = await asked()
  for (const other of ['leo.brandt', 'ida.lindqvist']) {
    const key = await withPasskey(it, other)
    const { visitor, shown } = await openLink(await link(other))
    expect([shown.status, wordsOf(shown.html)]).toEqual([403, expect.stringContaining('not yours to make')])
    await usePasskey(visitor, key)
    expect((await visitor.press('approve')).status).toBe(403)
  }
  expect(await votes(id)).toEqual([])
  await it.db.updateTable('request').set({ state: 'cancelled' }).where('id', '=', id).execute()
  const late = await openLink(await link('mei.tanaka'))
  expect(wordsOf(late.shown.html)).toContain('nothing to do here any more')
})

test('shows who asks for what and why, takes a proof, then the yes', async () => {
  const key = await withPasskey(it, 'mei.tanaka')
  const { id, link } = await asked()
  const url = await link('mei.tanaka')
  const { visitor, shown } = await openLink(url)
  const words = wordsOf(shown.html)
  expect(words).toMatch(/Leo Brandt asks: .*q3 numbers.*If you go on, this will happen:.*Looker – Analyst/)
  expect(shown.html).not.toContain('value="approve"')

  expect((await visitor.press('approve')).html).not.toContain('Approved')
  expect(await votes(id)).toEqual([])
  await usePasskey(visitor, key)
  expect(await votes(id)).toEqual([])
  expect(wordsOf((await visitor.get(url)).html)).toContain('Your yes counts for exactly what stands above')
  // Somebody who reads the approver's chat holds a link of their own, and has proven nothing.
  const thief = await openLink(await link('mei.tanaka'))
  expect(thief.shown.html).not.toContain('value="approve"')
  await thief.visitor.press('approve')
  expect(await votes(id)).toEqual([])
  // Proven, and gone from the desk without a yes: whoever finds the browser must prove it again.
  await it.advance(minutes(11))
  const left = await openLink(await link('mei.tanaka'), visitor)
  expect(left.shown.html).not.toContain('value="approve"')
  expect((await left.visitor.press('approve')).html).not.toContain('Approved')
  expect(await votes(id)).toEqual([])
  await usePasskey(visitor, key)
  expect(wordsOf((await visitor.press('approve')).html)).toContain('Approved')
  expect(await votes(id)).toEqual([{ person: idFor('mei.tanaka'), decision: 'approve' }])
  await it.chat.waitFor('leo.brandt', /done/)
})
