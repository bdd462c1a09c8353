// Cancelling: the asker's open requests, at most three of them as buttons.
import { expect, test } from 'vitest'
import { companyToAsk, request } from './ask.ts'

const { ask } = companyToAsk()

test('open requests are offered, closed ones are not', async () => {
  const requests = [5, 4, 3, 2, 1].map((number) => request({ number, isOpen: number !== 4 }))
  expect(await ask('cancel-request', 'leo.brandt', { requests })).toEqual({
    says: ['Which request shall I cancel?', ...[5, 3, 2, 1].map((n) => `R-${n} Get access to a group: open`)],
    buttons: ['Cancel R-5', 'Cancel R-3', 'Cancel R-2'],
  })
})

test('who has none open is told so', async () => {
  expect(await ask('cancel-request', 'leo.brandt', { requests: [request({ isOpen: false })] })).toMatchObject({
    says: ['You have no open request to cancel'],
  })
})
