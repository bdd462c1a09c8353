// The page on which a password is typed: shows the rules, refuses what breaks them, sends the rest, and says what came of it.
import { afterEach, expect, test } from 'vitest'
import { hours } from '../../../src/clock.ts'
import { createVisitor, openLink, wordsOf } from '../../fakes/visitor.ts'
import { everythingIn, idFor, startTestLatchkey, type TestLatchkey, typeCode } from '../../latchkey.ts'

const typed = 'Canary-Horse-7-x"q\\'

let latchkey: TestLatchkey
afterEach(() => latchkey.stop())

async function link() {
  latchkey = await startTestLatchkey({ pages: true })
  await latchkey.advance(hours(73))
  const { chat, phone } = latchkey
  await chat.say('leo.brandt', 'I forgot my password')
  await chat.press('leo.brandt', 'Do it')
  const ring = await phone('leo.brandt').ring()
  await typeCode(latchkey, 'leo.brandt', ring.code)
  await phone('leo.brandt').accept(ring.id)
  await latchkey.settled()
  const { id: request, planHash: hash } = await latchkey.requestOf('leo.brandt')
  return latchkey.linkFor('leo.brandt', { purpose: 'set-password', person: idFor('leo.brandt'), request, hash })
}
const sets = async () => (await latchkey.sandbox.calls()).filter(({ path }) => path.endsWith('/password'))

test('shows the rules, says what is wrong, sets it, and keeps it nowhere', async () => {
  const { visitor, shown } = await openLink(await link())
  expect(wordsOf(shown.html)).toContain('At least 12 characters')
  expect(wordsOf(shown.html)).toContain('Set a new password for Leo Brandt')
  expect(shown.html).toContain('data-rule="length" data-value="12"')
  expect(shown.html).not.toMatch(/<script(?![^>]* src=)/)

  const weak = await visitor.press('set', { password: 'Password2026', again: 'Password2026' })
  expect([weak.status, wordsOf(weak.html)]).toEqual([
    422,
    expect.stringContaining('None of those that everybody tries'),
  ])
  const apart = await visitor.press('set', { password: typed, again: `${typed}x` })
  expect(wordsOf(apart.html)).toContain('The two are not the same')
  expect(`${weak.html}${apart.html}`).not.toMatch(/Password2026|Canary/)
  expect(await sets()).toEqual([])

  const done = await visitor.press('set', { password: typed, again: typed })
  expect(wordsOf(done.html)).toContain('Your new password is set')
  expect(await sets()).toMatchObject([{ status: 200, changed: true }])
  const left = [
    await everythingIn(latchkey),
    latchkey.log.join(),
    done.html,
    JSON.stringify(await latchkey.sandbox.calls()),
  ]
  for (const form of [typed, encodeURIComponent(typed), Buffer.from(typed).toString('base64')])
    expect(left.join('\n').includes(form), form).toBe(false)
  // Sent once more, from a form that was open elsewhere, it changes nothing.
  await visitor.press('set', { password: 'Another-Horse-8', again: 'Another-Horse-8' })
  expect(await sets()).toHaveLength(1)
})

test('what JumpCloud refuses is asked for again on the page', async () => {
  const { visitor } = await openLink(await link())
  const user = idFor('leo.brandt')
  await latchkey.sandbox.fault({
    kind: 'status',
    status: 400,
    match: { method: 'POST', path: `${user}/password` },
    times: 2,
  })
  for (const _ of [1, 2]) {
    const again = await visitor.press('set', { password: typed, again: typed })
    expect(wordsOf(again.html)).toContain('JumpCloud did not take this password')
  }
  expect(wordsOf((await visitor.press('set', { password: typed, again: typed })).html)).toContain('is set')
})

test('in another browser it shows nothing, and with no worker there it says so', async () => {
  const url = await link()
  const { visitor } = await openLink(url)
  const other = createVisitor()
  expect(wordsOf((await other.get(url)).html)).toContain('another browser')
  await latchkey.db.deleteFrom('worker_key').execute()
  const shown = await visitor.press('set', { password: typed, again: typed })
  expect(wordsOf(shown.html)).toContain('does not answer just now')
  expect(await sets()).toEqual([])
})
