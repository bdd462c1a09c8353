// Asks for membership of a group for some days; the owner or manager decides, and it ends by itself.
import { action, answer, days, field, lasting, plan, skill, text, z } from '#latchkey'

export default skill({
  title: 'Get access to a group',
  examples: [
    'I need access to a group',
    'add me to the Looker – Analyst group',
    'can I join the wiki readers',
    'please give me access to the VPN group for 7 days',
    'I need looker for the q3 numbers',
    'add my colleague to a group',
  ],
  input: z.object({ group: field.group(), days: field.days(), reason: field.reason() }),
  policy: {
    who: ['self', 'manager', 'it'],
    proof: { floor: 'S0', default: 'S0' },
    approvals: [{ by: ['owner', 'manager'], next: ['it'] }],
    limit: { times: 10, per: 'day' },
    protected: 'as-others',
  },
  uses: ['add-to-group', 'remove-from-group'],
  about: 'anyone',
  narrow: { field: 'days', to: [1, 3, 7, 14, 30, 90], label: 'skill.days' },
  check(input, { groups }) {
    const listed = groups.find(({ name }) => name === input.group)
    // One that is listed and not for asking reads like one that is not there.
    if (listed?.tier !== 'ordinary') return { group: text('join.no-such-group', { group: input.group }) }
    const longest = Math.floor(listed.longestMs / days(1))
    if (longest === 0) return { group: text('join.under-a-day') }
    return input.days > longest ? { days: text('join.too-long', { days: longest }) } : {}
  },
  async plan({ me, subject, input, directory }) {
    const group = await directory.findGroup(input.group)
    if (!group) return answer('join.group-missing', { group: input.group })
    if (await directory.isMember(subject, group.id)) {
      if (subject === me) return answer('join.already-in', { group: group.name })
      return answer('join.already-in-other', { group: group.name, name: (await directory.user(subject)).name })
    }
    return plan([lasting(action.addToGroup({ user: subject, group: group.id }), input.days)])
  },
})
