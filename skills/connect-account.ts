// Connects the chat account to its person: proven once on the phone, then known.
import { action, plan, skill, z } from '#latchkey'

export default skill({
  title: 'Connect my account',
  examples: [
    'connect my account',
    'link my slack account to jumpcloud',
    'connect this chat account',
    'connect my jumpcloud account',
    'link my chat account',
  ],
  input: z.object({}),
  policy: {
    who: ['self'],
    proof: { floor: 'S1', default: 'S1' },
    approvals: [],
    limit: { times: 5, per: 'day' },
    protected: 'as-others',
  },
  uses: ['bind-account'],
  async plan({ me, account }) {
    return plan([action.bindAccount({ user: me, account })])
  },
})
