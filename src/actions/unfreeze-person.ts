// Gives one person their self-service back, after somebody has looked into what happened.
import { z } from 'zod'
import { defineAction } from '../action.ts'
import { userId } from '../ids.ts'
import { text } from '../words/text.ts'

export default defineAction({
  name: 'unfreeze-person',
  input: z.object({ user: userId, by: userId }),
  endpoint: undefined,
  repeat: 'safe',
  sensitivity: 'ordinary',
  replaces: [],
  whileFrozen: 'always',
  subject: ({ user }) => user,
  grants: () => undefined,
  async describe({ user }, directory) {
    return text('action.unfreeze-person.will', { name: (await directory.user(user)).name })
  },
  async done({ user }, directory) {
    return text('action.unfreeze-person.done', { name: (await directory.user(user)).name })
  },
  async check({ user }, { freezes }) {
    return { state: (await freezes.isFrozen(user)) ? 'to-do' : 'already' }
  },
  async run({ user, by }, { freezes }) {
    return (await freezes.unfreeze(user, { by, why: 'asked' })) ? 'did' : 'already'
  },
  verify: async ({ user }, { freezes }) => !(await freezes.isFrozen(user)),
  undo: () => undefined,
})
