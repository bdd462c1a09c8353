// "This wasn't me" at every step, twice; forged links by the thousand; and programs that open links before people do (T-F1).
import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { CrashPoint } from '../../src/core.ts'
import { createVisitor, wordsOf } from '../../src/demo/visitor.ts'
import { runRequest } from '../../src/gate/gate.ts'
import { findPageLink, mintPageLink } from '../../src/outbox/page-links.ts'
import type { Request } from '../../src/requests/request.ts'
import { idFor, startTestLatchkey, type TestLatchkey } from '../latchkey.ts'
import { asker, bystander, type GateWorld, openGateWorld } from '../seals/gate.ts'
import { sizes } from './sizes.ts'

let it: TestLatchkey
let gate: GateWorld
let dies: CrashPoint | undefined
beforeAll(async () => {
  it = await startTestLatchkey({
    pages: true,
    atPoint(point) {
      if (point === dies) throw new Error('killed')
    },
  })
  gate = await openGateWorld(it)
})
afterAll(() => it.stop())

async function mailed(request?: Request, username: string = asker): Promise<string> {
  const page = { purpose: 'not-me' as const, person: idFor(username), request: request?.id }
  const url = await it.core.store.tx((tx) => mintPageLink(tx.db, it.core, page, undefined))
  if (url === undefined) throw new Error('there are pages in this test')
  return url
}
const isFrozen = () => it.core.freezes.isFrozen(idFor(asker))
const run = ({ id }: Request) => runRequest(gate.core, id, AbortSignal.timeout(10_000))
const setTo = (state: string) => async () => {
  const request = await gate.ready()
  await it.db.updateTable('request').set({ state }).where('id', '=', request.id).execute()
  return request
}

const steps: Record<string, () => Promise<Request>> = {
  confirming: setTo('confirming'),
  proving: () => gate.bare(),
  approving: setTo('approving'),
  waiting: setTo('waiting'),
  ready: () => gate.ready(),
  async running() {
    const request = await gate.ready()
    dies = 'gate:claimed'
    await expect(run(request)).rejects.toThrow('killed')
    dies = undefined
    return request
  },
}

test.each(
  Object.keys(steps),
)('said twice while it is %s: nothing runs, once paused, the same words twice', async (step) => {
  const request = (await steps[step]?.()) as Request
  const url = await mailed(request)
  const said: string[] = []
  for (let time = 0; time < 2; time += 1) {
    const visitor = createVisitor()
    await visitor.get(url)
    said.push(wordsOf((await visitor.press('halt')).html))
    expect(await isFrozen()).toBe(true)
    await run(request)
  }
  expect(said[0]).toBe(said[1])
  expect(gate.writes()).toEqual([])
  expect(await it.stateOf(request.id)).toBe(step === 'running' ? 'running' : 'cancelled')
  await gate.cancel(asker)
  await gate.core.freezes.unfreeze(idFor(asker), { by: 'host', why: 'test' })
})

const scanners = [
  'Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)',
  'Slack-ImgProxy (+https://api.slack.com/robots)',
  'SkypeUriPreview Preview/0.5 skype-url-preview@microsoft.com',
  'Mozilla/5.0 (Windows NT 10.0) Microsoft-Teams-Preview',
  'Mozilla/5.0 (compatible; SafeLinks)',
  'BarracudaCentral',
  'Mozilla/5.0 (compatible; proofpoint-urldefense)',
  'Mimecast-URL-Protect',
  'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)',
  'GoogleImageProxy',
  'Mozilla/5.0 (compatible; bingbot/2.0)',
  'facebookexternalhit/1.1',
  'WhatsApp/2.23',
  'TelegramBot (like TwitterBot)',
  'Twitterbot/1.0',
  'LinkedInBot/1.0',
  'curl/8.5.0',
  'Wget/1.21',
  'python-requests/2.31',
  'HeadlessChrome/129.0',
]

test('twenty programs that look at links, by every way of looking: nothing happens', async () => {
  const request = await gate.bare(bystander)
  const url = await mailed(request, bystander)
  const before = await it.ledger(request.id)
  for (const agent of scanners)
    for (const method of ['GET', 'HEAD', 'OPTIONS']) {
      const headers = { connection: 'close', 'user-agent': agent }
      expect((await fetch(url, { method, headers })).status, `${method} by ${agent}`).toBeLessThan(500)
    }
  expect(await it.ledger(request.id)).toEqual(before)
  expect(await it.core.freezes.isFrozen(idFor(bystander))).toBe(false)
  expect(await it.stateOf(request.id)).toBe('proving')
})

test('said after it was done: paused all the same', async () => {
  const request = await gate.ready()
  await run(request)
  expect(await it.stateOf(request.id)).toBe('done')
  gate.writes()
  for (let time = 0; time < 2; time += 1) {
    const visitor = createVisitor()
    await visitor.get(await mailed(request))
    await visitor.press('halt')
    expect(await isFrozen()).toBe(true)
  }
  await gate.core.freezes.unfreeze(idFor(asker), { by: 'host', why: 'test' })
})

test('links that nobody made', async () => {
  const url = await mailed()
  const made = url.slice(url.lastIndexOf('/') + 1)
  let hits = 0
  for (let nth = 0; nth < sizes.forgedTokens.prove; nth += 1) {
    const at = nth % made.length
    // Half of them are one letter off a real one.
    const near = made.slice(0, at) + (made[at] === 'A' ? 'B' : 'A') + made.slice(at + 1)
    const guess = nth % 2 ? near : randomBytes(16).toString('base64url')
    if (guess !== made && (await findPageLink(it.db, it.core, 'not-me', guess))) hits += 1
  }
  expect(hits).toBe(0)
  expect(await findPageLink(it.db, it.core, 'not-me', made)).toBeDefined()
})
