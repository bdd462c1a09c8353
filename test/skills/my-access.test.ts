// "What do I have?": groups by name, with the end of what Latchkey lent.
import { expect, test } from 'vitest'
import { companyToAsk, request } from './ask.ts'

const { ask } = companyToAsk()

test('groups stand in order, lent ones with their end', async () => {
  const lent = request({ state: 'done', isOpen: false, endsAt: new Date('2026-03-09T09:00:00Z') })
  expect(await ask('my-access', 'alex.kim', { requests: [lent] })).toEqual({
    says: ['What you have', 'All Staff', 'Looker – Analyst, until Mon 9 Mar, 09:00 UTC (R-1042)'],
    buttons: ['Get access to a group'],
  })
})

test('a request that is not done lends nothing', async () => {
  const waiting = request({ endsAt: new Date('2026-03-09T09:00:00Z') })
  expect(await ask('my-access', 'alex.kim', { requests: [waiting] })).toMatchObject({
    says: ['What you have', 'All Staff', 'Looker – Analyst'],
  })
})

test('who is in no group is told so', async () => {
  expect(await ask('my-access', 'svc-backup')).toMatchObject({ says: ['You are in no groups'] })
})
