// Removes a person from a user group. JumpCloud answers 404 for somebody who is not in it: the same as done.
import { z } from 'zod'
import { defineAction } from '../action.ts'
import { hasCode } from '../errors.ts'
import { groupId, userId } from '../ids.ts'
import { text } from '../words/text.ts'
import { membersEndpoint, membershipIsManual, nameBoth } from './group-membership.ts'

export default defineAction({
  name: 'remove-from-group',
  input: z.object({ user: userId, group: groupId }),
  endpoint: membersEndpoint,
  repeat: membersEndpoint.repeat,
  sensitivity: 'ordinary',
  replaces: [],
  subject: ({ user }) => user,
  grants: () => undefined,
  describe: async (input, directory) => text('action.remove-from-group.will', await nameBoth(input, directory)),
  done: async (input, directory) => text('action.remove-from-group.done', await nameBoth(input, directory)),
  async check({ user, group }, { directory }) {
    const found = await directory.group(group)
    if (!membershipIsManual(found))
      return { state: 'impossible', why: text('action.group-is-automatic', { group: found.name }) }
    return { state: (await directory.isMember(user, group)) ? 'to-do' : 'already' }
  },
  async run({ user, group }, { writer, signal }) {
    try {
      await writer.call(membersEndpoint, { params: { group }, body: { op: 'remove', type: 'user', id: user }, signal })
      return 'did'
    } catch (error) {
      if (hasCode(error, 'jumpcloud-not-found')) return 'already'
      throw error
    }
  },
  verify: async ({ user, group }, { directory }) => !(await directory.isMember(user, group)),
  undo: (input) => ({ action: 'add-to-group', input }),
})
