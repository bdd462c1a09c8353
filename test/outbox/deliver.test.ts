// The outbox: every message once, in order, in place; through outages, slow platforms and a process that dies after it has posted.
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { days, minutes, seconds } from '../../src/clock.ts'
import type { CrashPoint } from '../../src/core.ts'
import { deliverTo } from '../../src/outbox/deliver.ts'
import { destinationKey, refreshCard, say } from '../../src/outbox/notices.ts'
import { text } from '../../src/words/text.ts'
import { askForGroup, idFor, startTestLatchkey, type TestLatchkey } from '../latchkey.ts'

let it: TestLatchkey
let atPoint: (point: CrashPoint) => void = () => {}
beforeAll(async () => {
  it = await startTestLatchkey({ atPoint: (point) => atPoint(point) })
})
afterAll(() => it.stop())

const words = (said: string) => ({ tone: 'plain' as const, title: text('plain', { words: said }) })
const tell = (username: string, ...said: string[]) =>
  it.core.store.tx(async (tx) => {
    for (const one of said) await say(tx, it.core, it.chat.account(username), words(one))
  })
const titles = async (username: string) => (await it.chat.messages(username)).map(({ title }) => title)
const noticesTo = (username: string) =>
  it.db
    .selectFrom('notice')
    .select(['state', 'attempts', 'body'])
    .where('destination_key', '=', destinationKey({ to: 'person', account: it.chat.account(username) }))
    .orderBy('seq')
    .execute()

describe('in order', () => {
  test('within one transaction, and across twenty that are written at once', async () => {
    const numbers = Array.from({ length: 12 }, (_, i) => `no. ${i}`)
    await tell('noor.haddad', ...numbers)
    await it.settled()
    expect(await titles('noor.haddad')).toEqual(numbers)
    await Promise.all(Array.from({ length: 20 }, (_, i) => tell('lin.zhao', `${i} a`, `${i} b`)))
    await it.settled()
    const told = await titles('lin.zhao')
    expect(new Set(told).size).toBe(40)
    for (let i = 0; i < 20; i += 1) expect(told.indexOf(`${i} a`)).toBeLessThan(told.indexOf(`${i} b`))
  })

  test('and once, after the platform was away for a while', async () => {
    it.chat.troubles.isDown = true
    await tell('yuki.sato', 'first')
    await it.settled()
    for (let i = 0; i < 4; i += 1) await it.advance(seconds(20))
    await tell('yuki.sato', 'second', 'third')
    await it.advance(seconds(1))
    it.chat.troubles.isDown = false
    // What is written now must wait its turn as well.
    await tell('yuki.sato', 'fourth')
    await it.settled()
    await it.advance(minutes(10))
    expect(await titles('yuki.sato')).toEqual(['first', 'second', 'third', 'fourth'])
    expect((await noticesTo('yuki.sato')).map(({ state }) => state)).toEqual(['sent', 'sent', 'sent', 'sent'])
  })

  test('though many deliver at once and each delivery is slow', async () => {
    const account = it.chat.account('elif.yilmaz')
    it.chat.troubles.slowMs = 15
    await tell('elif.yilmaz', 'one', 'two', 'three', 'four')
    const key = destinationKey({ to: 'person', account })
    await Promise.all(Array.from({ length: 10 }, () => deliverTo(it.core, key)))
    await it.settled()
    it.chat.troubles.slowMs = 0
    expect(await titles('elif.yilmaz')).toEqual(['one', 'two', 'three', 'four'])
  })
})

describe('a card', () => {
  test('is updated in place, and posted anew where it is gone', async () => {
    await askForGroup(it, 'leo.brandt')
    await it.chat.waitFor('leo.brandt', /Waiting for/)
    expect(await it.chat.messages('leo.brandt')).toHaveLength(1)
    const [post] = it.chat.posts.filter(({ place }) => place === 'leo.brandt')
    expect(post?.times).toBeGreaterThanOrEqual(2)
    it.chat.posts.splice(
      it.chat.posts.findIndex(({ place }) => place === 'leo.brandt'),
      1,
    )
    await it.chat.press('mei.tanaka', 'Approve 7 days', /Leo Brandt asks/)
    await it.chat.waitFor('leo.brandt', /Get access to a group: done/)
    await it.settled()
    expect(await it.chat.messages('leo.brandt')).toHaveLength(2)
    const mine = (await it.chat.messages('mei.tanaka')).filter(({ title }) => /Leo Brandt asks/.test(title))
    expect(mine).toHaveLength(1)
    expect(mine[0]?.buttons).toEqual([])
  })

  test('is the truth of the moment at which it is sent', async () => {
    it.chat.troubles.isDown = true
    const request = await it.requestOf('leo.brandt')
    await it.core.store.tx((tx) =>
      refreshCard(tx, it.core, it.chat.account('leo.brandt'), request.id, 'requester', idFor('leo.brandt')),
    )
    await it.settled()
    await it.db.updateTable('request').set({ state: 'ended' }).where('id', '=', request.id).execute()
    it.chat.troubles.isDown = false
    await it.advance(minutes(10))
    expect((await it.chat.messages('leo.brandt')).map(({ title }) => title)).toContainEqual(
      expect.stringMatching(/ended as planned/),
    )
  })

  test('that was changed from outside is dropped, and what comes after it arrives', async () => {
    const request = await it.requestOf('leo.brandt')
    await it.db
      .updateTable('request')
      .set({ plan_hash: 'a'.repeat(64) })
      .where('id', '=', request.id)
      .execute()
    await it.core.store.tx((tx) =>
      refreshCard(tx, it.core, it.chat.account('leo.brandt'), request.id, 'requester', idFor('leo.brandt')),
    )
    await tell('leo.brandt', 'what comes after it')
    await it.chat.waitFor('leo.brandt', /what comes after it/)
    await it.db.updateTable('request').set({ plan_hash: request.planHash }).where('id', '=', request.id).execute()
  })

  test('that somebody else wrote is not read, holds nothing back, and security hears of it', async () => {
    await tell('leo.brandt', 'a message')
    await it.settled()
    const key = destinationKey({ to: 'person', account: it.chat.account('leo.brandt') })
    await sql`INSERT INTO notice (id, dedupe_key, destination, destination_key, body, state, not_before, created_at, mac)
      SELECT gen_random_uuid()::text, 'planted', destination, destination_key, '{}', 'pending', '9999-01-01', now(), mac
      FROM notice WHERE destination_key = ${key} LIMIT 1`.execute(it.db)
    await tell('leo.brandt', 'what comes after that')
    await it.chat.waitFor('leo.brandt', /what comes after that/)
    await it.chat.waitFor('#audit', /A stored row was changed from outside/)
  })

  test('that the platform refuses holds nothing back for long', async () => {
    await it.core.store.tx((tx) =>
      say(tx, it.core, it.chat.account('hana.suzuki'), {
        ...words('too many buttons'),
        buttons: Array.from({ length: 4 }, () => ({
          label: text('button.cancel'),
          intent: { do: 'ask', skill: 'help', input: {} },
        })),
      }),
    )
    await tell('hana.suzuki', 'what comes after it')
    await it.settled()
    for (let i = 0; i < 5; i += 1) await it.advance(minutes(1))
    expect(await titles('hana.suzuki')).toEqual(['what comes after it'])
  })
})

describe('somebody', () => {
  test('unreachable: what was for them is dropped, and nobody else waits for it', async () => {
    it.chat.troubles.unreachable.add('carlos.mendes')
    await tell('carlos.mendes', 'lost')
    await tell('amara.diallo', 'not lost')
    await it.settled()
    expect(await titles('amara.diallo')).toEqual(['not lost'])
    expect((await noticesTo('carlos.mendes')).map(({ state }) => state)).toEqual(['dropped'])
    it.chat.troubles.unreachable.delete('carlos.mendes')
    await tell('carlos.mendes', 'here again')
    await it.settled()
    expect(await titles('carlos.mendes')).toEqual(['here again'])
  })

  test('of a platform that stays away for more than a week: then it is dropped', async () => {
    it.chat.troubles.isDown = true
    await tell('pavel.horak', 'too late')
    await it.advance(days(6))
    expect((await noticesTo('pavel.horak')).map(({ state }) => state)).toEqual(['pending'])
    await it.advance(days(2))
    expect((await noticesTo('pavel.horak')).map(({ state }) => state)).toEqual(['dropped'])
    it.chat.troubles.isDown = false
    await it.advance(minutes(11))
  })
})

describe('a process that dies right after it has posted', () => {
  const dieOnce = () => {
    atPoint = (point) => {
      if (point !== 'notice:delivered') return
      atPoint = () => {}
      throw new Error('the process died here')
    }
  }

  test('posts a saying once more only where the platform does not know it again', async () => {
    dieOnce()
    await tell('viktor.lund', 'said once')
    await it.settled()
    await it.advance(minutes(1))
    expect(await titles('viktor.lund')).toEqual(['said once'])
    it.chat.troubles.forgetsKeys = true
    dieOnce()
    await tell('viktor.lund', 'said twice')
    await it.settled()
    await it.advance(minutes(1))
    it.chat.troubles.forgetsKeys = false
    expect(await titles('viktor.lund')).toEqual(['said once', 'said twice', 'said twice'])
  })

  test('updates a card in place, on either platform, once it stands', async () => {
    it.chat.troubles.forgetsKeys = true
    await askForGroup(it, 'jonas.weber')
    await it.chat.waitFor('jonas.weber', /Waiting for/)
    dieOnce()
    await it.chat.press('jonas.weber', 'Cancel')
    await it.chat.waitFor('jonas.weber', /cancelled/)
    await it.advance(minutes(1))
    expect(await it.chat.messages('jonas.weber')).toHaveLength(1)
    it.chat.troubles.forgetsKeys = false
  })
})

test('what was said is forgotten in the database once it is sent', async () => {
  await tell('sofia.rossi', 'a few private words')
  await it.settled()
  expect(JSON.stringify(await noticesTo('sofia.rossi'))).not.toContain('private')
})

test('the same words with the same key are said once; a row with that key that somebody planted silences nothing', async () => {
  const account = it.chat.account('chloe.martin')
  await tell('chloe.martin', 'before')
  await it.settled()
  const key = destinationKey({ to: 'person', account })
  await sql`INSERT INTO notice (id, dedupe_key, destination, destination_key, body, state, not_before, created_at, mac)
    SELECT gen_random_uuid()::text, 'the same', destination, destination_key, '{}', 'sent', now(), now(), mac
    FROM notice WHERE destination_key = ${key} LIMIT 1`.execute(it.db)
  for (let i = 0; i < 3; i += 1)
    await it.core.store.tx((tx) => say(tx, it.core, account, words('once'), { dedupe: 'the same' }))
  await it.settled()
  expect(await titles('chloe.martin')).toEqual(['before', 'once'])
})
