// Access to a group: for some days, only what the catalogue lists, and for somebody else by name.
import { expect, test } from 'vitest'
import { companyToAsk, groupNamed, personId } from './ask.ts'

const { ask, problems } = companyToAsk()
const input = { group: 'Looker – Analyst', days: 7, reason: 'q3 numbers' }
const step = (username: string) => ({
  action: 'add-to-group',
  input: { user: personId(username), group: groupNamed(input.group) },
  lastsSeconds: 7 * 86_400,
})

test('the asker, or whom they name, is added for these days', async () => {
  expect(await ask('join-group', 'leo.brandt', { input })).toEqual({ steps: [step('leo.brandt')] })
  expect(await ask('join-group', 'priya.nair', { input, about: 'maya.alvarez' })).toEqual({
    steps: [step('maya.alvarez')],
  })
})

test('who is in already is told so', async () => {
  expect(await ask('join-group', 'alex.kim', { input })).toMatchObject({
    says: ['You are in “Looker – Analyst” already'],
  })
  expect(await ask('join-group', 'tom.okafor', { input, about: 'alex.kim' })).toMatchObject({
    says: ['Alex Kim is in “Looker – Analyst” already'],
  })
})

test('what is not listed, privileged or too long is refused beside its field', async () => {
  expect(await problems('join-group', input)).toEqual({})
  expect(await problems('join-group', { ...input, group: 'Finance' })).toHaveProperty('group')
  expect(await problems('join-group', { ...input, group: 'Looker – Admin' })).toHaveProperty('group')
  expect(await problems('join-group', { ...input, days: 31 })).toEqual({ days: 'At most 30 days for this group.' })
})
