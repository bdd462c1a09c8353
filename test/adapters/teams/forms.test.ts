// Forms and answers at once, from both kinds of clients: what is seen, what is kept, and what a repeated press does.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { RenderedForm } from '../../../src/adapter.ts'
import { words } from '../../fakes/teams.ts'
import { pressActivity } from '../../fakes/teams-activities.ts'
import { actionsOf, inputsOf } from '../../fakes/teams-seen.ts'
import { getPerson } from '../../fakes/teams-state.ts'
import { button, card, codeForm } from '../contract.ts'
import { accountOf, type Bench, startBench } from './bench.ts'
import { createMemory } from './memory.ts'

let open: Map<string, RenderedForm>
let bench: Bench
beforeEach(async () => {
  open = new Map()
  bench = await startBench({ adapter: createMemory(open), installed: ['maya'] })
  await bench.start()
  const to = { to: 'person', account: accountOf(bench, 'maya') } as const
  await bench.adapter.deliver(to, card({ buttons: [button('Type the code', 'h1')] }), { key: '1' })
})
afterEach(async () => {
  await bench.adapter.stop()
  await bench.close()
})

const openTheForm = async () => {
  bench.answer(() => ({ kind: 'form', form: codeForm }))
  return bench.teams.press('maya', 'Type the code')
}
const forms = () => bench.teams.state.messages.filter((one) => one.isForm)
const kept = () => open.size

describe.each(['a new client', 'an old client'])('on %s', (client) => {
  beforeEach(() => {
    if (client === 'an old client') bench.teams.useOldClient()
  })

  test('a form stands below the card, which stays as it was', async () => {
    expect(await openTheForm()).toEqual({
      form: {
        title: 'Type the code',
        fields: [
          { name: 'code', label: 'Code' },
          { name: 'note', label: 'Note' },
        ],
      },
    })
    expect(await bench.teams.messages('maya')).toMatchObject([
      { title: 'Unlock your account?', buttons: ['Type the code'] },
    ])
  })

  test('errors stand beside their fields, what was typed stays, but no code is kept', async () => {
    await openTheForm()
    bench.answer(() => ({ kind: 'field-errors', errors: { code: 'Not the code.', note: 'Too short.' } }))
    expect(await bench.teams.submit('maya', { code: '654321', note: 'hm' })).toEqual({
      errors: { code: 'Not the code.', note: 'Too short.' },
    })
    const [code, note] = inputsOf(forms()[0]?.card)
    expect([code?.value, note?.value]).toEqual([undefined, 'hm'])
    expect(JSON.stringify(bench.teams.state.messages)).not.toContain('654321')
    expect(JSON.stringify([...open.values()])).not.toMatch(/654321/)
  })

  test('an error for a field that the form does not have is told all the same', async () => {
    await openTheForm()
    bench.answer(() => ({ kind: 'field-errors', errors: { '': 'Too late.' } }))
    expect(await bench.teams.submit('maya', { code: '111111' })).toEqual({ errors: { note: 'Too late.' } })
  })

  test('what is left of a form that was sent is its title and a word, and nothing is kept', async () => {
    await openTheForm()
    expect(kept()).toBe(1)
    bench.answer(() => ({ kind: 'nothing' }))
    expect(await bench.teams.submit('maya', { code: '123456' })).toEqual({})
    expect([bench.teams.form('maya'), kept()]).toEqual([undefined, 0])
    expect(JSON.stringify(forms()[0]?.card?.body)).toMatch(new RegExp(`Type the code.*${words.sent}`))
  })

  test('closing it sends nothing, and the card can still be pressed', async () => {
    await openTheForm()
    expect(await bench.teams.closeForm('maya')).toBe(words.closed)
    expect(bench.received.map(({ kind }) => kind)).toEqual(['press'])
    expect(kept()).toBe(0)
    expect(await openTheForm()).toMatchObject({ form: { title: 'Type the code' } })
  })

  test('a line or another form takes the place of the form', async () => {
    await openTheForm()
    bench.answer(() => ({ kind: 'form', form: { ...codeForm, title: 'Once more', handle: 'second-handle' } }))
    expect(await bench.teams.submit('maya', { code: '111111' })).toEqual({})
    expect(bench.teams.form('maya')).toMatchObject({ title: 'Once more' })
    bench.answer(() => ({ kind: 'line', text: 'This code was for another request.' }))
    expect(await bench.teams.submit('maya', { code: '222222' })).toEqual({ line: 'This code was for another request.' })
    expect(bench.received.slice(1)).toMatchObject([{ handle: 'handle-of-the-form' }, { handle: 'second-handle' }])
    expect(kept()).toBe(0)
  })

  test('a form that is no longer kept is taken, and its errors are told without it', async () => {
    await openTheForm()
    open.clear()
    bench.answer(() => ({ kind: 'field-errors', errors: { code: 'Not the code.' } }))
    expect(await bench.teams.submit('maya', { code: '111111' })).toEqual({ line: 'Not the code.' })
    bench.answer(() => ({ kind: 'nothing' }))
    expect(await bench.teams.submit('maya', { code: '222222' })).toEqual({})
  })

  test('whoever was too late sees a line; a press that is taken is confirmed', async () => {
    expect(await bench.teams.press('maya', 'Type the code')).toEqual({})
    bench.answer(() => ({ kind: 'line', text: 'Somebody was faster.' }))
    expect(await bench.teams.press('maya', 'Type the code')).toEqual({ line: 'Somebody was faster.' })
  })
})

test('the client keeps back what does not fit, in words', async () => {
  await openTheForm()
  await expect(bench.teams.submit('maya', {})).rejects.toThrow(words.fillIn)
  await expect(bench.teams.submit('maya', { code: '12345' })).rejects.toThrow(words.fillIn)
  await expect(bench.teams.submit('maya', { code: 'abcdef' })).rejects.toThrow(words.fillIn)
  expect(bench.received).toHaveLength(1)
})

test('a form survives a restart of the bot between opening and sending', async () => {
  await openTheForm()
  await bench.adapter.stop()
  await bench.adapter.start({
    receive: async () => ({ kind: 'field-errors', errors: { code: 'Not the code.' } }),
  })
  expect(await bench.teams.submit('maya', { code: '111111' })).toEqual({ errors: { code: 'Not the code.' } })
})

const pressAgain = () => {
  const { state, serviceUrl } = bench.teams
  const [message] = state.messages
  const action = actionsOf(message?.card)[0]
  if (!message || !action) throw new Error('a card was delivered')
  return pressActivity(state, getPerson(state, 'maya'), serviceUrl, { message, action, inputs: {}, isOldClient: false })
}

describe('the same press', () => {
  test('sent twice by Teams opens one form, and has one event id', async () => {
    bench.answer(() => ({ kind: 'form', form: codeForm }))
    const activity = pressAgain()
    for (const _ of [1, 2])
      expect(await bench.teams.deliver(activity)).toMatchObject({ statusCode: 200, value: words.formBelow })
    expect(forms()).toHaveLength(1)
    expect(new Set(bench.received.map(({ eventId }) => eventId)).size).toBe(1)
  })

  test('whose form could not be shown is told as failed, and works when Teams sends it again', async () => {
    bench.answer(() => ({ kind: 'form', form: codeForm }))
    const activity = pressAgain()
    bench.teams.fail({ call: 'POST activities', times: 1, kind: 'status', status: 503 })
    await expect(bench.teams.deliver(activity)).rejects.toThrow('500')
    await bench.teams.deliver(activity)
    expect(forms()).toHaveLength(1)
  })

  test('by somebody else carries their own account: the handle is not theirs', async () => {
    const { state, serviceUrl } = bench.teams
    const [message] = state.messages
    const action = actionsOf(message?.card)[0]
    if (!message || !action) throw new Error('a card was delivered')
    await bench.teams.deliver(
      pressActivity(state, getPerson(state, 'leo'), serviceUrl, { message, action, inputs: {}, isOldClient: false }),
    )
    expect(bench.received).toMatchObject([{ kind: 'press', handle: 'h1', account: accountOf(bench, 'leo') }])
  })
})

test('an old client’s form that is gone is answered anew, and what cannot be shown does not undo what was sent', async () => {
  await openTheForm()
  bench.answer(() => ({ kind: 'nothing' }))
  const { state, serviceUrl } = bench.teams
  const [form] = forms()
  const action = actionsOf(form?.card)[0]
  if (!form || !action) throw new Error('a form was opened')
  const message = { ...form, id: 'gone' }
  const inputs = { 'field-code': '123456' }
  await bench.teams.deliver(
    pressActivity(state, getPerson(state, 'maya'), serviceUrl, { message, action, inputs, isOldClient: true }),
  )
  expect((await bench.teams.messages('maya')).at(-1)).toMatchObject({ body: ['Type the code', words.sent] })
  bench.teams.fail({ call: 'PUT activities', times: 1, kind: 'status', status: 503 })
  await bench.teams.deliver(
    pressActivity(state, getPerson(state, 'maya'), serviceUrl, { message, action, inputs, isOldClient: true }),
  )
  expect(bench.received.map(({ kind }) => kind)).toEqual(['press', 'submit', 'submit'])
  expect(bench.told.join()).toContain('could not be shown')
})

test('a list from which nothing is chosen asks for a choice', async () => {
  const activity = pressAgain()
  const answer = await bench.teams.deliver({
    ...activity,
    value: { action: { type: 'Action.Execute', data: { choice: '' } } },
  })
  expect(answer.value).toBe(words.pickOne)
  const form = {
    ...activity,
    value: { action: { type: 'Action.Execute', data: { submit: 'h', 'field-a': 'x'.repeat(5000) } } },
  }
  expect((await bench.teams.deliver(form)).value).toBe(words.fillIn)
  expect(bench.received).toEqual([])
})

test('words are answered with a sign that somebody is writing, in private only, and nothing depends on it', async () => {
  bench.answer(() => ({ kind: 'working', text: 'is looking into it…' }))
  await bench.teams.say('maya', 'hello')
  await bench.teams.mention('maya', { team: 't', channel: '19:c@thread.tacv2' }, 'hello')
  await bench.teams.say('botley', 'hello')
  bench.teams.fail({ call: 'POST activities', times: 1, kind: 'drop' })
  await bench.teams.say('maya', 'again')
  await expect.poll(() => bench.teams.calls().filter((call) => call === 'POST activities').length).toBe(3)
  expect(bench.teams.state.typing).toEqual(['a:1private-maya'])
  expect(bench.received).toHaveLength(4)
})

test('suggestions and signs of work leave a press and a form as they are', async () => {
  bench.answer(() => ({ kind: 'working', text: 'is looking into it…' }))
  expect((await bench.teams.deliver(pressAgain())).value).toBe('is looking into it…')
  bench.answer(() => ({ kind: 'prompts', title: 'Try', prompts: ['help'] }))
  expect((await bench.teams.deliver(pressAgain())).value).toBe(words.received)
  await openTheForm()
  bench.answer(() => ({ kind: 'working', text: 'is looking into it…' }))
  expect(await bench.teams.submit('maya', { code: '123456' })).toEqual({})
})

test('a line after words is shown to their author alone; to a bot and in public nothing is said', async () => {
  bench.answer(() => ({ kind: 'line', text: 'One moment.' }))
  await bench.teams.say('maya', 'hello')
  expect((await bench.teams.messages('maya')).at(-1)).toMatchObject({ body: ['One moment.'] })
  const before = bench.teams.state.messages.length
  await bench.teams.say('botley', 'hello')
  await bench.teams.mention('maya', { team: 't', channel: '19:c@thread.tacv2' }, 'hello')
  expect(bench.teams.state.messages).toHaveLength(before)
  bench.teams.fail({ call: 'POST activities', times: 1, kind: 'status', status: 500 })
  await bench.teams.say('maya', 'again')
  expect(bench.received).toHaveLength(4)
  expect(bench.told.join()).toContain('could not be shown')
})
