// The page on which a password is typed: shows the rules, refuses what breaks them, sends the rest, and says what came of it.
import { afterEach, expect, test } from 'vitest'
import { hours } from '../../../src/clock.ts'
import { createVisitor, openLink, wordsOf } from '../../../src/demo/visitor.ts'
import { everythingIn, idFor, startTestLatchkey, type TestLatchkey } from '../../latchkey.ts'
import { typeCodeOnPage } from '../type-code.ts'

const typed = 'Canary-Horse-7-x"q\\'

let latchkey: TestLatchkey
afterEach(() => latchkey.stop())

/** Proven in a browser; the link is not opened yet. */
async function link() {
  latchkey = await startTestLatchkey({ pages: true })
  await latchkey.advance(hours(73))
  const { chat, phone } = latchkey
  await chat.say('leo.brandt', 'I forgot my password')
  await chat.press('leo.brandt', 'Do it')
  const ring = await phone('leo.brandt').ring()
  const visitor = await typeCodeOnPage(latchkey, 'leo.brandt', ring.code)
  await phone('leo.brandt').accept(ring.id)
  await latchkey.settled()
  const { id: request, planHash: hash } = await latchkey.requestOf('leo.brandt')
  const page = { purpose: 'set-password' as const, person: idFor('leo.brandt'), request, hash }
  return { url: await latchkey.linkFor('leo.brandt', page), visitor }
}
const sets = async () => (await latchkey.sandbox.calls()).filter(({ path }) => path.endsWith('/password'))

test('shows the rules, says what is wrong, sets it, and keeps it nowhere', async () => {
  const { url, visitor } = await link()
  const { shown } = await openLink(url, visitor)
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
  const { url, visitor } = await link()
  await openLink(url, visitor)
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
  const { url, visitor } = await link()
  await openLink(url, visitor)
  const other = createVisitor()
  expect(wordsOf((await other.get(url)).html)).toContain('another browser')
  await latchkey.db.deleteFrom('worker_key').execute()
  const shown = await visitor.press('set', { password: typed, again: typed })
  expect(wordsOf(shown.html)).toContain('does not answer just now')
  expect(await sets()).toEqual([])
})

test('whoever reads the chat and is faster with the link types nothing: only the browser in which it was proven may', async () => {
  const { url, visitor } = await link()
  const thief = await openLink(url)
  expect([thief.shown.status, wordsOf(thief.shown.html)]).toEqual([403, expect.stringContaining('Not in this browser')])
  const tried = await thief.visitor.press('set', { password: 'Thief-Horse-8-x', again: 'Thief-Horse-8-x' })
  expect(tried.status).toBe(403)
  expect(await sets()).toEqual([])
  // The person presses the button again and goes on.
  const { id: request, planHash: hash } = await latchkey.requestOf('leo.brandt')
  const page = { purpose: 'set-password' as const, person: idFor('leo.brandt'), request, hash }
  await openLink(await latchkey.linkFor('leo.brandt', page), visitor)
  const done = await visitor.press('set', { password: typed, again: typed })
  expect(wordsOf(done.html)).toContain('Your new password is set')
})

test('the code is not asked for in the chat, and a wrong one on the page is said there', async () => {
  latchkey = await startTestLatchkey({ pages: true })
  await latchkey.advance(hours(73))
  await latchkey.chat.say('leo.brandt', 'I forgot my password')
  await latchkey.chat.press('leo.brandt', 'Do it')
  const ring = await latchkey.phone('leo.brandt').ring()
  await latchkey.chat.waitFor('leo.brandt', /Look at JumpCloud Protect/)
  const wrong = ring.code === '000000' ? '000001' : '000000'
  const visitor = await typeCodeOnPage(latchkey, 'leo.brandt', wrong)
  const { id: request, planHash: hash } = await latchkey.requestOf('leo.brandt')
  const shown = await visitor.press('push-code', { code: wrong })
  expect([shown.status, wordsOf(shown.html)]).toEqual([422, expect.stringMatching(/tries are left/)])
  expect(await latchkey.stateOf(request)).toBe('proving')
  // The button is a link to the page; nothing in the chat takes a code.
  const typing = latchkey.chat.posts.flatMap(({ card }) =>
    card.buttons.filter(({ label }) => label === 'Type the code'),
  )
  expect(typing.map(({ handle, url }) => [handle, url])).toEqual([[undefined, expect.stringContaining('/p/prove/')]])
  expect(hash).toBe((await latchkey.requestOf('leo.brandt')).planHash)
})
