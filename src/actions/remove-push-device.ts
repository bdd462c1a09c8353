// Takes one phone out of JumpCloud Protect: exactly the one that the plan names, never one that was enrolled since.
import { z } from 'zod'
import { defineAction } from '../action.ts'
import type { Directory } from '../directory.ts'
import { hasCode } from '../errors.ts'
import { userId } from '../ids.ts'
import type { Endpoint } from '../jumpcloud/endpoint.ts'
import { text } from '../words/text.ts'
import { deviceId } from './second-factor.ts'

const endpoint = {
  api: 'v2',
  method: 'DELETE',
  path: '/users/{user}/pushendpoints/{device}',
  // JumpCloud has no narrower permission for it.
  scopes: ['users'],
  repeat: 'safe-if-checked',
} satisfies Endpoint

const input = z.object({ user: userId, device: deviceId })
type Input = z.infer<typeof input>

export default defineAction({
  name: 'remove-push-device',
  input,
  endpoint,
  repeat: endpoint.repeat,
  sensitivity: 'credential',
  // It takes an attacker's access away, and is what a paused person needs.
  whileFrozen: 'for-a-person',
  replaces: ['phone'],
  subject: ({ user }) => user,
  grants: () => undefined,
  async describe(of, directory) {
    const { name } = await directory.user(of.user)
    const device = await find(of, directory)
    const called = device?.name ?? device?.model
    return called === undefined
      ? text('action.remove-push-device.will', { name })
      : text('action.remove-push-device.will-named', { name, device: called })
  },
  async done({ user }, directory) {
    return text('action.remove-push-device.done', { name: (await directory.user(user)).name })
  },
  async check(of, { directory }) {
    return { state: (await find(of, directory)) ? 'to-do' : 'already' }
  },
  async run({ user, device }, { writer, signal }) {
    try {
      await writer.call(endpoint, { params: { user, device }, signal })
      return 'did'
    } catch (error) {
      if (hasCode(error, 'jumpcloud-not-found')) return 'already'
      throw error
    }
  },
  verify: async (of, { directory }) => (await find(of, directory)) === undefined,
  undo: () => undefined,
})

const find = async ({ user, device }: Input, directory: Directory) =>
  (await directory.pushDevices(user)).find(({ id }) => id === device)
