// Closes the window in which a second factor may be missing: only on somebody who has not enrolled one meanwhile.
import { defineAction } from '../action.ts'
import type { Endpoint } from '../jumpcloud/endpoint.ts'
import { text } from '../words/text.ts'
import { before, hasEnrolledSince } from './second-factor.ts'

const endpoint = {
  api: 'v1',
  method: 'POST',
  path: '/systemusers/{user}/mfa/enforce',
  scopes: ['users.mfa.enforce', 'users.mfa', 'users'],
  repeat: 'safe-if-checked',
} satisfies Endpoint

export default defineAction({
  name: 'enforce-mfa',
  input: before,
  endpoint,
  repeat: endpoint.repeat,
  sensitivity: 'credential',
  replaces: [],
  subject: ({ user }) => user,
  grants: () => undefined,
  async describe({ user }, directory) {
    return text('action.enforce-mfa.will', { name: (await directory.user(user)).name })
  },
  async done(input, directory) {
    const { name } = await directory.user(input.user)
    const isEnrolled = await hasEnrolledSince(input, directory)
    return text(isEnrolled ? 'action.enforce-mfa.enrolled' : 'action.enforce-mfa.done', { name })
  },
  async check(input, { directory }) {
    if (await hasEnrolledSince(input, directory)) return { state: 'already' }
    const { mfa } = await directory.user(input.user)
    return { state: mfa.required === true && mfa.excluded === false ? 'already' : 'to-do' }
  },
  async run({ user }, { writer, signal }) {
    const body = { enable_user_portal_multifactor: true, mfa: { exclusion: false } }
    await writer.call(endpoint, { params: { user }, body, signal })
    return 'did'
  },
  async verify({ user }, { directory }) {
    const { mfa } = await directory.user(user)
    // JumpCloud leaves out what is not set.
    return mfa.required === true && mfa.excluded !== true
  },
  undo: () => undefined,
})
