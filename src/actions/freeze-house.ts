// Freezes Latchkey: from then on it changes nothing for anybody until two other people start it again.
import { z } from 'zod'
import { defineAction } from '../action.ts'
import { userId } from '../ids.ts'
import { text } from '../words/text.ts'

export default defineAction({
  name: 'freeze-house',
  input: z.object({ user: userId }),
  endpoint: undefined,
  repeat: 'safe',
  sensitivity: 'ordinary',
  replaces: [],
  whileFrozen: 'always',
  subject: ({ user }) => user,
  grants: () => undefined,
  describe: async () => text('action.freeze-house.will'),
  done: async () => text('action.freeze-house.done'),
  async check(_, { freezes }) {
    return { state: (await freezes.isFrozen('house')) ? 'already' : 'to-do' }
  },
  async run({ user }, { freezes }) {
    return (await freezes.freeze('house', { by: user, why: 'asked' })) ? 'did' : 'already'
  },
  verify: (_, { freezes }) => freezes.isFrozen('house'),
  // Starting again is a decision of two people who looked first, never one press.
  undo: () => undefined,
})
