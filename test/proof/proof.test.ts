// Proving a person by push and code: nothing but the right code from the right phone for the right request, in time and few tries.
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { hours, minutes, seconds } from '../../src/clock.ts'
import { watchProof } from '../../src/proof/watch.ts'
import { advance } from '../../src/requests/advance.ts'
import { askToUnlock, startTestLatchkey, type TestLatchkey, typeCode, withoutJobs, wrong } from '../latchkey.ts'

let it: TestLatchkey
let diesAtStored = false
beforeAll(async () => {
  it = await startTestLatchkey({
    platforms: ['test', 'other'],
    atPoint(point) {
      if (point !== 'proof:stored' || !diesAtStored) return
      diesAtStored = false
      throw new Error('the process died here')
    },
  })
})
afterAll(() => it.stop())

afterEach(async () => {
  // Every push that is still open ends, so that nothing is left to watch.
  await it.advance(minutes(2))
})

const isLocked = (username: string) =>
  [...it.sandbox.state.users.values()].find((user) => user.username === username)?.account_locked
const unlocks = async (username: string) =>
  (await it.sandbox.changes()).filter((change) => change.startsWith(`${username}: account_locked`))

describe('a code', () => {
  test('a right code and an accepted push together unlock, and the card says that it was read back', async () => {
    const push = await askToUnlock(it, 'leo.brandt')
    await it.phone('leo.brandt').accept(push.id)
    expect(await typeCode(it, 'leo.brandt', push.code)).toEqual({})
    const done = await it.chat.waitFor('leo.brandt', /Unlock my account: done/)
    expect(done.body.join()).toMatch(/read it back/)
    expect(isLocked('leo.brandt')).toBe(false)
  })

  test('five wrong ones use it up: then even the right one is refused, whatever the phone says', async () => {
    const push = await askToUnlock(it, 'grace.mbeki')
    await it.chat.press('grace.mbeki', 'Type the code')
    const told: (string | undefined)[] = []
    for (let i = 1; i <= 5; i += 1)
      told.push((await it.chat.submit('grace.mbeki', { code: wrong(push.code, i) })).errors?.code)
    expect(told.map((words) => /(\w+) (?:try is|tries are) left|used up/.exec(words ?? '')?.[0])).toEqual([
      '4 tries are left',
      '3 tries are left',
      '2 tries are left',
      'One try is left',
      'used up',
    ])
    expect((await it.chat.submit('grace.mbeki', { code: push.code })).errors?.code).toMatch(/not valid any more/)
    await it.chat.waitFor('grace.mbeki', /used up.*\n.*Send it again/)
    await it.phone('grace.mbeki').accept(push.id)
    await it.settled()
    expect((await it.requestOf('grace.mbeki')).state).toBe('proving')
    expect(isLocked('grace.mbeki')).toBe(true)
  })

  test('what is no code at all costs no try', async () => {
    const push = await askToUnlock(it, 'chloe.martin')
    await it.chat.press('chloe.martin', 'Type the code')
    for (const typed of ['', 'hello', '12345', '1234567', '12a456'])
      expect((await it.chat.submit('chloe.martin', { code: typed })).errors?.code).toMatch(/six digits/)
    expect((await it.chat.submit('chloe.martin', { code: wrong(push.code) })).errors?.code).toMatch(/4 tries/)
  })

  test('of one request does not serve another of the same person', async () => {
    const first = await askToUnlock(it, 'zoe.laurent')
    await it.chat.say('zoe.laurent', 'connect my account')
    await it.chat.waitFor('zoe.laurent', /Connect my account: shall I/)
    await it.chat.press('zoe.laurent', 'Do it')
    await it.chat.waitFor('zoe.laurent', /Connect my account: first, is it you/)
    await expect.poll(() => it.phone('zoe.laurent').count()).toBe(2)
    const second = await it.phone('zoe.laurent').ring()
    expect(second.id).not.toBe(first.id)
    // The newest card is that of the second request.
    expect((await typeCode(it, 'zoe.laurent', first.code)).errors?.code).toMatch(/not the code/)
    expect(await it.chat.submit('zoe.laurent', { code: second.code })).toEqual({})
    await it.phone('zoe.laurent').accept(second.id)
    await it.chat.waitFor('zoe.laurent', /Connect my account: done/)
    await it.phone('zoe.laurent').accept(first.id)
    await it.settled()
    expect(isLocked('zoe.laurent')).toBe(true)
  })

  test('of one person does not serve another, nor does another account send the form', async () => {
    const [tomas, hana] = [await askToUnlock(it, 'tomas.novak'), await askToUnlock(it, 'hana.suzuki')]
    expect((await typeCode(it, 'tomas.novak', hana.code)).errors?.code).toMatch(/not the code/)
    const { handle } = it.chat.formOf('tomas.novak') ?? { handle: '' }
    expect((await it.chat.submitHandle('hana.suzuki', handle, { code: tomas.code })).line).toMatch(/not yours/)
    // The same person's own account on another platform is another place.
    const other = it.chats[1] ?? it.chat
    expect((await other.submitHandle('tomas.novak', handle, { code: tomas.code })).line).toMatch(/not yours/)
    await it.phone('tomas.novak').accept(tomas.id)
    await it.chat.waitFor('tomas.novak', /Now type the code/)
    expect((await it.requestOf('tomas.novak')).state).toBe('proving')
  })

  test('the same one twice counts once, and afterwards it is worth nothing', async () => {
    const push = await askToUnlock(it, 'amara.diallo')
    await it.chat.press('amara.diallo', 'Type the code')
    const { handle } = it.chat.formOf('amara.diallo') ?? { handle: '' }
    const typed = await Promise.all(
      [1, 2, 3].map(() => it.chat.submitHandle('amara.diallo', handle, { code: push.code })),
    )
    expect(typed).toEqual([{}, {}, {}])
    await it.chat.waitFor('amara.diallo', /Now accept the message/)
    await it.phone('amara.diallo').accept(push.id)
    await it.chat.waitFor('amara.diallo', /Unlock my account: done/)
    expect((await it.chat.submitHandle('amara.diallo', handle, { code: push.code })).errors?.code).toMatch(
      /not valid any more/,
    )
    await it.settled()
    const { id } = await it.requestOf('amara.diallo')
    expect((await it.ledger(id)).filter((event) => event === 'proof.completed')).toHaveLength(1)
    // The next request needs a proof of its own.
    const next = await askToUnlock(it, 'amara.diallo')
    expect(next.id).not.toBe(push.id)
    expect((await typeCode(it, 'amara.diallo', push.code)).errors?.code).toMatch(
      push.code === next.code ? /./ : /not the code/,
    )
  })

  test('a new message does not give new tries: after ten wrong ones in a row a person has to help', async () => {
    const username = 'patrick.byrne'
    let push = await askToUnlock(it, username)
    const answers: string[] = []
    for (let round = 0; round < 3; round += 1) {
      await it.chat.press(username, 'Type the code')
      for (let i = 1; i <= 4; i += 1)
        answers.push((await it.chat.submit(username, { code: wrong(push.code, i) })).errors?.code ?? 'taken')
      if (round === 2) break
      await it.advance(seconds(61))
      await it.chat.press(username, 'Send it again')
      push = await it.phone(username).ring()
    }
    expect(answers.filter((told) => /tr(?:y|ies) (?:is|are) left/.test(told))).toHaveLength(9)
    // The right one comes too late: nobody may guess on.
    expect((await it.chat.submit(username, { code: push.code })).errors?.code).toBeDefined()
    await it.phone(username).accept(push.id)
    await it.settled()
    expect(isLocked(username)).toBe(true)
  })
})

describe('a push', () => {
  test('denied: nothing is done, and the person, their other accounts and the audit channel are told', async () => {
    const push = await askToUnlock(it, 'hannah.fischer')
    await it.phone('hannah.fischer').deny(push.id)
    await it.chat.waitFor('hannah.fischer', /denied on the phone/)
    await it.chats[1]?.waitFor('hannah.fischer', /stopped on your phone/)
    for (const place of ['#audit', 'nadia.petrova', 'felix.braun'])
      await it.chat.waitFor(place, /Hannah Fischer pressed “deny”/)
    const { id, state } = await it.requestOf('hannah.fischer')
    expect(state).toBe('refused')
    expect(await it.ledger(id)).toContain('security.alert')
    expect(isLocked('hannah.fischer')).toBe(true)
  })

  test('accepted without the code proves nothing, however long one waits', async () => {
    const push = await askToUnlock(it, 'diego.fernandez')
    await it.phone('diego.fernandez').accept(push.id)
    await it.chat.waitFor('diego.fernandez', /Now type the code/)
    const handle = await it.chat.buttonOf('diego.fernandez', 'Type the code')
    await it.advance(minutes(5) + seconds(1))
    await it.chat.waitFor('diego.fernandez', /not typed in time/)
    await it.chat.pressHandle('diego.fernandez', handle)
    expect((await it.chat.submit('diego.fernandez', { code: push.code })).errors?.code).toMatch(/not valid any more/)
    await it.advance(hours(1))
    expect((await it.requestOf('diego.fernandez')).state).toBe('expired')
    expect(isLocked('diego.fernandez')).toBe(true)
  })

  test('expired: the right code alone proves nothing; a new message has a new code', async () => {
    const push = await askToUnlock(it, 'sofia.rossi')
    expect(await typeCode(it, 'sofia.rossi', push.code)).toEqual({})
    await it.advance(seconds(61))
    await it.chat.waitFor('sofia.rossi', /not answered in time/)
    expect((await it.requestOf('sofia.rossi')).state).toBe('proving')
    await it.chat.press('sofia.rossi', 'Send it again')
    const next = await it.phone('sofia.rossi').ring()
    await it.phone('sofia.rossi').accept(next.id)
    if (push.code !== next.code)
      expect((await typeCode(it, 'sofia.rossi', push.code)).errors?.code).toMatch(/not the code/)
    expect(await typeCode(it, 'sofia.rossi', next.code)).toEqual({})
    await it.chat.waitFor('sofia.rossi', /Unlock my account: done/)
  })

  test.each([
    ['another phone', { deviceId: 'ffffffffffffffffffffffff' }],
    ['another person', { userId: 'ffffffffffffffffffffffff' }],
    ['another push', { id: 'ffffffffffffffffffffffff' }],
  ])('answered by %s is an error, not a proof', async (_what, differs) => {
    const username = `${_what === 'another phone' ? 'aisha.rahman' : _what === 'another person' ? 'alex.kim' : 'priya.nair'}`
    const push = await askToUnlock(it, username)
    await typeCode(it, username, push.code)
    const { id } = await it.requestOf(username)
    const pushes = {
      ...it.core.pushes,
      read: async (of: string) => ({ ...(await it.core.pushes.read(of)), status: 'ACCEPTED' as const, ...differs }),
    }
    await watchProof({ ...it.core, pushes }, id, AbortSignal.timeout(5000))
    const proofs = await it.db
      .selectFrom('proof')
      .select(['state', 'push_status'])
      .where('request_id', '=', id)
      .execute()
    expect(proofs).toEqual([{ state: 'failed', push_status: 'ERRORED' }])
    await it.settled()
    expect(isLocked(username)).toBe(true)
  })

  test('at most three in five minutes go to one phone', async () => {
    await askToUnlock(it, 'marcus.reed')
    for (let again = 0; again < 2; again += 1) {
      await it.advance(seconds(61))
      await it.chat.press('marcus.reed', 'Send it again')
      await it.phone('marcus.reed').ring()
    }
    await it.advance(seconds(61))
    await it.chat.press('marcus.reed', 'Send it again')
    const told = await it.chat.waitFor('marcus.reed', /three messages to a phone in five minutes/)
    expect(told.buttons).toEqual(['Talk to a person'])
    expect(await it.phone('marcus.reed').count()).toBe(3)
  })

  test('is sent again once, however often that is pressed at one moment', async () => {
    await askToUnlock(it, 'pavel.horak')
    await it.advance(seconds(61))
    const handle = await it.chat.buttonOf('pavel.horak', 'Send it again')
    await Promise.all(Array.from({ length: 10 }, () => it.chat.pressHandle('pavel.horak', handle)))
    await it.phone('pavel.horak').ring()
    // Also wake-ups that come when it is over already.
    await it.advance(seconds(61))
    await it.advance(seconds(61))
    expect(await it.phone('pavel.horak').count()).toBe(2)
  })

  test('that was never sent because the process died is replaced by another one, and its own code is dead', async () => {
    diesAtStored = true
    await it.sandbox.changeUser('claire.dubois', { account_locked: true })
    await it.chat.say('claire.dubois', 'I’m locked out')
    await it.chat.press('claire.dubois', 'Do it')
    await expect.poll(() => diesAtStored).toBe(false)
    expect(await it.phone('claire.dubois').count()).toBe(0)
    await it.advance(seconds(16), { isBusy: true })
    const push = await it.phone('claire.dubois').ring()
    const { id } = await it.requestOf('claire.dubois')
    expect(await it.phone('claire.dubois').count()).toBe(1)
    const proofs = await it.db
      .selectFrom('proof')
      .select('state')
      .where('request_id', '=', id)
      .orderBy('sent_at')
      .execute()
    expect(proofs.map(({ state }) => state)).toEqual(['failed', 'sent'])
    await it.phone('claire.dubois').accept(push.id)
    await typeCode(it, 'claire.dubois', push.code)
    await it.chat.waitFor('claire.dubois', /Unlock my account: done/)
  })

  test('whose wake-up was lost is sent all the same, once its row is looked at', async () => {
    await it.sandbox.changeUser('felix.braun', { account_locked: true })
    await it.chat.say('felix.braun', 'I’m locked out')
    await it.chat.waitFor('felix.braun', /shall I\?/)
    const request = await it.requestOf('felix.braun')
    const silent = withoutJobs(it.core)
    const how = { from: ['confirming'] as const, actor: request.requester, event: 'request.confirmed' as const }
    await silent.store.tx((tx) => advance(tx, silent, request, how))
    expect([await it.stateOf(request.id), await it.phone('felix.braun').count()]).toEqual(['proving', 0])
    await it.advance(minutes(6), { isBusy: true })
    const push = await it.phone('felix.braun').ring()
    await it.phone('felix.braun').deny(push.id)
    await it.chat.waitFor('felix.braun', /Unlock my account: not done/)
  })

  test('that cannot be sent is told, with what helps', async () => {
    const username = 'jonas.weber'
    await it.sandbox.fault({
      match: { method: 'POST', path: '/pushendpoints/' },
      kind: 'status',
      status: 500,
      times: 1,
    })
    await it.sandbox.changeUser(username, { account_locked: true })
    await it.chat.say(username, 'I’m locked out')
    await it.chat.press(username, 'Do it')
    const told = await it.chat.waitFor(username, /Unlock my account: not done/)
    expect(told.buttons).toEqual(['Talk to a person'])
    expect(await unlocks(username)).toEqual([`${username}: account_locked true`])
  })

  test('whose phone cannot be looked up is told, too', async () => {
    const username = 'amara.diallo'
    await it.sandbox.fault({ match: { method: 'GET', path: '/pushendpoints' }, kind: 'status', status: 403, times: 1 })
    await it.sandbox.changeUser(username, { account_locked: true })
    await it.chat.say(username, 'I’m locked out')
    await it.chat.press(username, 'Do it')
    const told = await it.chat.waitFor(username, /Unlock my account: not done/)
    expect(told.buttons).toEqual(['Talk to a person'])
    expect((await it.requestOf(username)).state).toBe('refused')
  })

  test('nobody without a phone is proven: a person helps', async () => {
    await it.chat.say('carlos.mendes', 'I’m locked out')
    await it.chat.press('carlos.mendes', 'Do it')
    const told = await it.chat.waitFor('carlos.mendes', /no JumpCloud Protect phone/)
    expect(told.buttons).toEqual(['Talk to a person'])
    await it.chat.waitFor('#audit', /could not be asked for a proof/)
    expect((await it.requestOf('carlos.mendes')).state).toBe('refused')
    expect(isLocked('carlos.mendes')).toBe(true)
  })
})
