// What the page is shown beside the conversations: directory, phones, calls, ledger, clock; and that it hears of changes.
import { afterEach, beforeEach, expect, test } from 'vitest'
import { followJournal } from '../../../adapters/playground/journal.ts'
import { sandboxKey } from '../../../src/sandbox/keys.ts'
import { idOf } from '../../../src/sandbox/state.ts'
import { type Harness, startHarness } from './harness.ts'

let harness: Harness
beforeEach(async () => {
  harness = await startHarness()
})
afterEach(() => harness.stop())

const maya = idOf('user', 'maya.alvarez')
const callSandbox = (path: string, method = 'GET') =>
  fetch(`${harness.sandbox.url}${path}`, { method, headers: { 'x-api-key': sandboxKey } })

test('people with their locks, groups with their members', async () => {
  const { sandbox } = await harness.driver.state()
  const locked = sandbox?.people.filter((person) => person.locked).map(({ name }) => name)
  expect(locked).toContain('Maya Alvarez')
  expect(sandbox?.people.find(({ id }) => id === maya)).toMatchObject({ locked: true, suspended: false })
  expect(sandbox?.groups.find(({ name }) => name === 'Looker – Analyst')?.members.length).toBeGreaterThan(0)
})

test('a confirmation code never reaches the page', async () => {
  await harness.driver.say('maya', 'I’m locked out')
  await harness.driver.press('maya', 'Send the push')
  const [push] = harness.sandbox.state.pushes
  const shown = await (await fetch(`${harness.url}/api/state`)).text()
  expect(push?.confirmationCode).toMatch(/^\d{6}$/)
  expect(shown).toContain(push?.id)
  expect(shown).not.toContain(push?.confirmationCode)
})

test('the calls that were made, newest first, and which of them changed something', async () => {
  await callSandbox(`/api/systemusers/${maya}`)
  await callSandbox(`/api/systemusers/${maya}/unlock`, 'POST')
  const { sandbox } = await harness.driver.state()
  expect(sandbox?.calls).toMatchObject([
    { method: 'POST', path: `/api/systemusers/${maya}/unlock`, status: 200, changed: true, answered: true },
    { method: 'GET', path: `/api/systemusers/${maya}`, changed: false },
  ])
  expect(sandbox?.people.find(({ id }) => id === maya)?.locked).toBe(false)
})

test('a sandbox that was started anew counts its calls from one, and they are followed again', async () => {
  const entry = (seq: number) => ({
    seq,
    method: 'GET',
    path: `/${seq}`,
    status: 200,
    answered: true,
    changed: false,
    at: '',
  })
  const journals = [
    { seq: 2, entries: [entry(1), entry(2)] },
    { seq: 1, entries: [] },
    { seq: 1, entries: [entry(1)] },
  ]
  const asked: number[] = []
  const follow = followJournal(async (since) => {
    asked.push(since)
    return journals.shift()
  })
  expect((await follow()).map(({ seq }) => seq)).toEqual([2, 1])
  expect(await follow()).toEqual([])
  expect((await follow()).map(({ seq }) => seq)).toEqual([1])
  expect(asked).toEqual([0, 2, 0])
})

test('the levers: a lock, an outage, one lost answer, and well again', async () => {
  const { driver } = harness
  const mood = async () => (await driver.state()).sandbox?.mood
  await driver.pullLever('lock', 'leo')
  const leo = (await driver.state()).sandbox?.people.find(({ name }) => name === 'Leo Brandt')
  expect(leo?.locked).toBe(true)

  expect(await mood()).toBe('no-faults')
  await driver.pullLever('fault-down')
  expect(await mood()).toBe('fault-down')
  expect((await callSandbox(`/api/systemusers/${maya}`)).status).toBe(503)

  await driver.pullLever('fault-lost-answer')
  expect(await mood()).toBe('fault-lost-answer')
  expect((await callSandbox(`/api/systemusers/${maya}`)).status).toBe(200)
  await expect(callSandbox(`/api/systemusers/${maya}/unlock`, 'POST')).rejects.toThrow()
  expect(await mood()).toBe('no-faults')
  const [lost] = (await driver.state()).sandbox?.calls ?? []
  expect(lost).toMatchObject({ changed: true, answered: false })

  await driver.pullLever('fault-down')
  await driver.pullLever('no-faults')
  expect(await mood()).toBe('no-faults')
})

test('the clock moves for everybody, and whoever waits for it is woken', async () => {
  const before = new Date((await harness.driver.state()).now)
  const { now } = await harness.driver.moveClock(86_400_000)
  expect(new Date(now).getTime() - before.getTime()).toBeGreaterThanOrEqual(86_400_000)
  expect(harness.moved).toHaveLength(1)
})

test('ledger rows come once each, newest first', async () => {
  const { driver } = harness
  await driver.say('leo', 'looker please')
  await Promise.all([driver.state(), driver.state(), driver.state()])
  await driver.press('mei', 'Approve 1 day')
  const { ledger } = await driver.state()
  expect(ledger.rows.map(({ seq }) => seq)).toEqual([3, 2, 1])
  expect(ledger.intact).toBe(true)
})

test('while the sandbox is away the rest is still shown', async () => {
  await harness.driver.say('maya', 'help')
  await harness.sandbox.close()
  const state = await harness.driver.state()
  expect(state.sandbox).toBeNull()
  expect(state.conversations.maya).toHaveLength(2)
})

test('an open page hears of what is said and of what changes in the directory', async () => {
  const response = await fetch(`${harness.url}/api/events`)
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  const hear = async () => (await reader?.read())?.value
  expect(await hear()).toContain('event: changed')
  await harness.driver.say('maya', 'help')
  expect(await hear()).toContain('event: changed')
  await reader?.cancel()
})

test('letters lie with whoever they were sent to, also at an address of their own, and links are links', async () => {
  const letters = [
    { to: ['somebody.else@northwind.example'], subject: 'Not here', text: 'Not here' },
    {
      to: ['maya@alvarez.example'],
      subject: 'Something was asked',
      text: 'Something was asked\n\nIt was you, or not.\n\nThis wasn’t me:\nhttp://localhost:4/p/not-me/abc\n\nR-1001',
    },
  ]
  const withMail = await startHarness({ letters: () => letters })
  try {
    const { mail } = await withMail.driver.state()
    expect(Object.keys(mail)).toEqual(['maya'])
    expect(mail.maya?.[0]).toMatchObject({
      to: 'maya@alvarez.example',
      subject: 'Something was asked',
      parts: [
        { kind: 'words', words: 'It was you, or not.' },
        { kind: 'link', label: 'This wasn’t me', url: 'http://localhost:4/p/not-me/abc' },
        { kind: 'words', words: 'R-1001' },
      ],
    })
    letters.push({ to: ['Leo.Brandt@northwind.example', 'maya.alvarez@northwind.example'], subject: 'B', text: 'B' })
    const later = (await withMail.driver.state()).mail
    expect(later.maya?.map(({ subject }) => subject)).toEqual(['B', 'Something was asked'])
    expect(later.leo).toHaveLength(1)
  } finally {
    await withMail.stop()
  }
})

test('a call can be made by those who were asked for their word, to whoever waits for it', async () => {
  const vouches = async () => [
    { requester: maya, vouchers: ['mei', 'tom'], words: 'a-b-c-d' },
    { requester: 'somebody who is not played', vouchers: ['mei'], words: 'e-f-g-h' },
  ]
  const withCalls = await startHarness({ vouches })
  try {
    const { calls } = await withCalls.driver.state()
    expect(calls).toEqual([
      { voucher: 'mei', user: 'maya', words: 'a-b-c-d' },
      { voucher: 'tom', user: 'maya', words: 'a-b-c-d' },
    ])
  } finally {
    await withCalls.stop()
  }
})
