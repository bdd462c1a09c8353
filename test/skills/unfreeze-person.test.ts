// Giving somebody their self-service back: for others, never for oneself.
import { expect, test } from 'vitest'
import { companyToAsk, personId } from './ask.ts'

const { ask } = companyToAsk()

test('for somebody else it is one step that names both', async () => {
  const input = { user: personId('maya.alvarez'), by: personId('dana.whitfield') }
  expect(await ask('unfreeze-person', 'dana.whitfield', { about: 'maya.alvarez' })).toEqual({
    steps: [{ action: 'unfreeze-person', input }],
  })
})

test('nobody lifts their own', async () => {
  expect(await ask('unfreeze-person', 'dana.whitfield')).toMatchObject({
    says: [expect.stringContaining('Nobody lifts their own')],
  })
})
