// "What do I have?": the asker's groups, and until when where Latchkey gave them.
import { answer, at, skill, text, z } from '#latchkey'

const mostListed = 20

export default skill({
  title: 'What access do I have?',
  examples: [
    'what access do I have',
    'which groups am I in',
    'show my groups',
    'list my access',
    'when does my looker access end',
  ],
  input: z.object({}),
  policy: {
    who: ['self'],
    proof: { floor: 'S0', default: 'S0' },
    approvals: [],
    limit: { times: 30, per: 'day' },
    protected: 'as-others',
  },
  async plan({ me, directory, requests }) {
    const groups = await directory.memberOf(me)
    if (groups.length === 0) return answer('access.none')
    const lent = (await requests.mine()).filter(({ state, endsAt }) => state === 'done' && endsAt !== undefined)
    const lines = groups
      .map(({ group }) => group.name)
      .toSorted((a, b) => a.localeCompare(b))
      .map((group) => {
        const until = lent.find(({ input }) => input.group === group)
        if (!until?.endsAt) return text('access.group', { group })
        return text('access.group-until', { group, until: at(until.endsAt), number: until.number })
      })
    const rest = lines.length - mostListed
    return answer({
      tone: 'plain',
      title: text('access.title'),
      body: [...lines.slice(0, mostListed), ...(rest > 0 ? [text('access.more', { count: rest })] : [])],
      buttons: [{ label: text('access.ask'), intent: { do: 'fill', skill: 'join-group', input: {} } }],
    })
  },
})
