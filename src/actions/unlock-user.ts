// Unlocks a locked account. It clears failed attempts only: an expired password stays expired.
import { z } from 'zod'
import { defineAction } from '../action.ts'
import { userId } from '../ids.ts'
import type { Endpoint } from '../jumpcloud/endpoint.ts'
import { text } from '../words/text.ts'

const endpoint = {
  api: 'v1',
  method: 'POST',
  path: '/systemusers/{user}/unlock',
  scopes: ['users.state.unlock', 'users.update.unlock', 'users.state', 'users'],
  // Harmless within minutes, but a late repeat would hide a new attack: the gate reads back before it repeats.
  repeat: 'safe-if-checked',
} satisfies Endpoint

export default defineAction({
  name: 'unlock-user',
  input: z.object({ user: userId }),
  endpoint,
  repeat: endpoint.repeat,
  sensitivity: 'ordinary',
  replaces: [],
  subject: ({ user }) => user,
  grants: () => undefined,
  async describe({ user }, directory) {
    const { name, lockedAt } = await directory.user(user)
    return lockedAt
      ? text('action.unlock-user.will-since', { name, since: { at: lockedAt.toISOString() } })
      : text('action.unlock-user.will', { name })
  },
  async done({ user }, directory) {
    return text('action.unlock-user.done', { name: (await directory.user(user)).name })
  },
  async check({ user }, { directory }) {
    const { name, state, locked } = await directory.user(user)
    if (state !== 'ACTIVATED') return { state: 'impossible', why: text('action.not-active', { name }) }
    if (locked === undefined) return { state: 'impossible', why: text('action.unlock-user.unreadable', { name }) }
    return { state: locked ? 'to-do' : 'already' }
  },
  async run({ user }, { writer, signal }) {
    await writer.call(endpoint, { params: { user }, signal })
    return 'did'
  },
  async verify({ user }, { directory }) {
    return (await directory.user(user)).locked === false
  },
  undo: () => undefined,
})
