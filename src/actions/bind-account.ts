// Binds a chat account to a JumpCloud user. It writes only to Latchkey's own store, and only after a proof.
import { z } from 'zod'
import { defineAction } from '../action.ts'
import { account, userId } from '../ids.ts'
import { text } from '../words/text.ts'

export default defineAction({
  name: 'bind-account',
  input: z.object({ user: userId, account }),
  endpoint: undefined,
  repeat: 'safe',
  sensitivity: 'binding',
  replaces: [],
  subject: ({ user }) => user,
  grants: () => undefined,
  async describe({ user, account: chat }, directory) {
    const platform = text('platform.name', { platform: chat.platform })
    return text('action.bind-account.will', { name: (await directory.user(user)).name, platform })
  },
  async done({ user }, directory) {
    return text('action.bind-account.done', { name: (await directory.user(user)).name })
  },
  async check({ user, account: chat }, { directory, bindings }) {
    const { name, state } = await directory.user(user)
    if (state !== 'ACTIVATED') return { state: 'impossible', why: text('action.not-active', { name }) }
    return { state: (await bindings.isBound(chat, user)) ? 'already' : 'to-do' }
  },
  async run({ user, account: chat }, { directory, bindings }) {
    await bindings.bind(chat, user, 'proof', await directory.user(user))
    return 'did'
  },
  verify: ({ user, account: chat }, { bindings }) => bindings.isBound(chat, user),
  undo: () => undefined,
})
