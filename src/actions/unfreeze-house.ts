// Starts Latchkey again after it was frozen: what was held goes on where it was.
import { z } from 'zod'
import { defineAction } from '../action.ts'
import { userId } from '../ids.ts'
import { text } from '../words/text.ts'

export default defineAction({
  name: 'unfreeze-house',
  input: z.object({ user: userId }),
  endpoint: undefined,
  repeat: 'safe',
  sensitivity: 'ordinary',
  replaces: [],
  whileFrozen: 'always',
  subject: ({ user }) => user,
  grants: () => undefined,
  describe: async () => text('action.unfreeze-house.will'),
  done: async () => text('action.unfreeze-house.done'),
  async check(_, { freezes }) {
    return { state: (await freezes.isFrozen('house')) ? 'to-do' : 'already' }
  },
  async run({ user }, { freezes }) {
    return (await freezes.unfreeze('house', { by: user, why: 'asked' })) ? 'did' : 'already'
  },
  verify: async (_, { freezes }) => !(await freezes.isFrozen('house')),
  undo: () => undefined,
})
