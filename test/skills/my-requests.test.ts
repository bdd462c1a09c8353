// "What about my request?": every state in words that need no knowledge of ours.
import { expect, test } from 'vitest'
import { requestStates } from '../../src/requests/states.ts'
import { companyToAsk, request } from './ask.ts'

const { ask } = companyToAsk()

test('each request is one line with its number and how it stands', async () => {
  const requests = [
    request(),
    request({ number: 1041, state: 'done', isOpen: false, endsAt: new Date('2026-03-09T09:00:00Z') }),
    request({ number: 1040, state: 'denied', isOpen: false }),
  ]
  expect(await ask('my-requests', 'leo.brandt', { requests })).toMatchObject({
    says: [
      'Your requests',
      'R-1042 Get access to a group: waiting for a decision',
      'R-1041 Get access to a group: done, until Mon 9 Mar, 09:00 UTC',
      'R-1040 Get access to a group: not done',
    ],
  })
})

test.each(requestStates)('“%s” is told in words', async (state) => {
  const answer = await ask('my-requests', 'leo.brandt', { requests: [request({ state, isOpen: false })] })
  expect(answer).toMatchObject({
    says: [expect.any(String), expect.stringMatching(/^R-1042 Get access to a group: [a-z ]+$/)],
  })
})

test('who has none is told how to begin', async () => {
  expect(await ask('my-requests', 'leo.brandt')).toMatchObject({ says: ['You have no requests', expect.any(String)] })
})
