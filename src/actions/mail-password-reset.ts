// Lets JumpCloud send its own reset mail, to the address that JumpCloud holds: no address is ours to choose.
import { z } from 'zod'
import { defineAction } from '../action.ts'
import { userId } from '../ids.ts'
import type { Endpoint } from '../jumpcloud/endpoint.ts'
import { text } from '../words/text.ts'

// Used by JumpCloud's own tools and published without a description (JumpCloud API, "Passwords"); the permission is
// that of its sibling, which sends the mail again to somebody who is new.
const endpoint = {
  api: 'v1',
  method: 'POST',
  path: '/systemusers/reactivate',
  scopes: ['users.notification.send-activation-email', 'users.notification', 'users'],
  // Each repeat is one more mail, and the newest link may be the only one that works.
  repeat: 'never',
} satisfies Endpoint

export default defineAction({
  name: 'mail-password-reset',
  input: z.object({ user: userId }),
  endpoint,
  repeat: endpoint.repeat,
  confirmedBy: 'answer',
  sensitivity: 'credential',
  replaces: ['jumpcloud-password'],
  tells: { asked: 'password-asked' },
  subject: ({ user }) => user,
  grants: () => undefined,
  async describe({ user }, directory) {
    return text('action.mail-password-reset.will', { name: (await directory.user(user)).name })
  },
  async done({ user }, directory) {
    return text('action.mail-password-reset.done', { name: (await directory.user(user)).name })
  },
  async check({ user }, { directory }) {
    const { name, state, email, managedElsewhere } = await directory.user(user)
    if (state !== 'ACTIVATED') return { state: 'impossible', why: text('action.not-active', { name }) }
    if (managedElsewhere.includes('password'))
      return { state: 'impossible', why: text('action.set-password.elsewhere', { name }) }
    if (email === undefined)
      return { state: 'impossible', why: text('action.mail-password-reset.no-address', { name }) }
    return { state: 'to-do' }
  },
  async run({ user }, { writer, signal }) {
    await writer.call(endpoint, { body: { isSelectAll: false, models: [{ _id: user }] }, signal })
    return 'did'
  },
  verify: async () => false,
  undo: () => undefined,
})
