// Gives membership of a group back: the asker's own, at once.
import { action, answer, field, plan, skill, z } from '#latchkey'

export default skill({
  title: 'Leave a group',
  examples: [
    'remove me from the Looker – Analyst group',
    'I want to leave a group',
    'take me out of wiki readers',
    'I no longer need my looker access',
    'give back my access to a group',
  ],
  input: z.object({ group: field.group() }),
  policy: {
    who: ['self'],
    proof: { floor: 'S0', default: 'S0' },
    approvals: [],
    limit: { times: 10, per: 'day' },
    protected: 'as-others',
  },
  uses: ['remove-from-group'],
  async plan({ me, input, directory }) {
    const group = await directory.findGroup(input.group)
    if (!group || !(await directory.isMember(me, group.id))) return answer('leave.not-in', { group: input.group })
    return plan([action.removeFromGroup({ user: me, group: group.id })])
  },
})
