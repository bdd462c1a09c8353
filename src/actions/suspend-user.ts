// Suspends an account: signed out everywhere, nothing deleted. No administrator, so never the last one either.
import { z } from 'zod'
import { defineAction } from '../action.ts'
import { hasCode } from '../errors.ts'
import { userId } from '../ids.ts'
import type { Endpoint } from '../jumpcloud/endpoint.ts'
import { text } from '../words/text.ts'

const endpoint = {
  api: 'v1',
  method: 'POST',
  path: '/systemusers/{user}/state/suspend',
  scopes: ['users.state.suspend', 'users.state', 'users'],
  repeat: 'safe-if-checked',
} satisfies Endpoint

export default defineAction({
  name: 'suspend-user',
  input: z.object({ user: userId }),
  endpoint,
  repeat: endpoint.repeat,
  sensitivity: 'credential',
  // It takes an attacker's access away, and is what a paused person needs.
  whileFrozen: 'for-a-person',
  replaces: [],
  subject: ({ user }) => user,
  grants: () => undefined,
  async describe({ user }, directory) {
    return text('action.suspend-user.will', { name: (await directory.user(user)).name })
  },
  async done({ user }, directory) {
    return text('action.suspend-user.done', { name: (await directory.user(user)).name })
  },
  async check({ user }, { directory }) {
    const { name, state, isAdmin } = await directory.user(user)
    if (state === 'SUSPENDED') return { state: 'already' }
    if (state !== 'ACTIVATED') return { state: 'impossible', why: text('action.not-active', { name }) }
    // What JumpCloud does not say is no "no".
    if (isAdmin !== false) return { state: 'impossible', why: text('action.suspend-user.admin', { name }) }
    return { state: 'to-do' }
  },
  async run({ user }, { writer, signal }) {
    try {
      await writer.call(endpoint, { params: { user }, signal })
      return 'did'
    } catch (error) {
      if (hasCode(error, 'jumpcloud-conflict')) return 'already'
      throw error
    }
  },
  async verify({ user }, { directory }) {
    return (await directory.user(user)).state === 'SUSPENDED'
  },
  // Giving an account back is a decision of people who have met its owner, never one press.
  undo: () => undefined,
})
