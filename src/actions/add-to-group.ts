// Adds a person to a user group. JumpCloud answers 409 for somebody who is in already: the same as done.
import { z } from 'zod'
import { defineAction } from '../action.ts'
import { hasCode } from '../errors.ts'
import { groupId, userId } from '../ids.ts'
import { text } from '../words/text.ts'
import { membersEndpoint, membershipIsManual, nameBoth } from './group-membership.ts'

export default defineAction({
  name: 'add-to-group',
  input: z.object({ user: userId, group: groupId }),
  endpoint: membersEndpoint,
  repeat: membersEndpoint.repeat,
  sensitivity: 'ordinary',
  replaces: [],
  subject: ({ user }) => user,
  grants: ({ group }) => group,
  describe: async (input, directory) => text('action.add-to-group.will', await nameBoth(input, directory)),
  done: async (input, directory) => text('action.add-to-group.done', await nameBoth(input, directory)),
  async check({ user, group }, { directory }) {
    const found = await directory.group(group)
    if (!membershipIsManual(found))
      return { state: 'impossible', why: text('action.group-is-automatic', { group: found.name }) }
    const person = await directory.user(user)
    if (person.state !== 'ACTIVATED')
      return { state: 'impossible', why: text('action.not-active', { name: person.name }) }
    return { state: (await directory.isMember(user, group)) ? 'already' : 'to-do' }
  },
  async run({ user, group }, { writer, signal }) {
    try {
      await writer.call(membersEndpoint, { params: { group }, body: { op: 'add', type: 'user', id: user }, signal })
      return 'did'
    } catch (error) {
      if (hasCode(error, 'jumpcloud-conflict')) return 'already'
      throw error
    }
  },
  verify: ({ user, group }, { directory }) => directory.isMember(user, group),
  undo: (input) => ({ action: 'remove-from-group', input }),
})
