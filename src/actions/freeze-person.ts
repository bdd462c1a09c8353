// Freezes one person's self-service: nothing is changed for them or in their name until it is lifted.
import { z } from 'zod'
import { defineAction } from '../action.ts'
import { userId } from '../ids.ts'
import { text } from '../words/text.ts'

export default defineAction({
  name: 'freeze-person',
  input: z.object({ user: userId }),
  endpoint: undefined,
  repeat: 'safe',
  sensitivity: 'ordinary',
  replaces: [],
  whileFrozen: 'always',
  subject: ({ user }) => user,
  grants: () => undefined,
  async describe({ user }, directory) {
    return text('action.freeze-person.will', { name: (await directory.user(user)).name })
  },
  async done({ user }, directory) {
    return text('action.freeze-person.done', { name: (await directory.user(user)).name })
  },
  async check({ user }, { freezes }) {
    return { state: (await freezes.isFrozen(user)) ? 'already' : 'to-do' }
  },
  async run({ user }, { freezes }) {
    return (await freezes.freeze(user, { by: user, why: 'asked' })) ? 'did' : 'already'
  },
  verify: ({ user }, { freezes }) => freezes.isFrozen(user),
  // Lifting it is for people who have met the person, never one press.
  undo: () => undefined,
})
