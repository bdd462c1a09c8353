// Giving membership back: one's own, and only of a group that one is in.
import { expect, test } from 'vitest'
import { companyToAsk, groupNamed, personId } from './ask.ts'

const { ask } = companyToAsk()
const group = 'Looker – Analyst'

test('a member is removed', async () => {
  expect(await ask('leave-group', 'alex.kim', { input: { group } })).toEqual({
    steps: [{ action: 'remove-from-group', input: { user: personId('alex.kim'), group: groupNamed(group) } }],
  })
})

test.each([group, 'No such group'])('who is not in “%s” is told so', async (name) => {
  expect(await ask('leave-group', 'leo.brandt', { input: { group: name } })).toMatchObject({
    says: [`You are not in “${name}”`],
  })
})
