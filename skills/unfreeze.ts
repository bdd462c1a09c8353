// Starts Latchkey again after a freeze: two people of security or administration agree, and neither is the one who asks.
import { action, plan, skill, z } from '#latchkey'

export default skill({
  title: 'Start Latchkey again',
  examples: [
    'unfreeze Latchkey',
    'start Latchkey again',
    'the incident is over, lift the freeze',
    'resume all requests after the freeze',
    'end the freeze for everybody',
    'let the bot work again',
  ],
  input: z.object({}),
  uses: ['unfreeze-house'],
  policy: {
    who: ['it', 'security', 'admin'],
    proof: { floor: 'S1', default: 'S1' },
    approvals: [{ by: ['security', 'admin'] }, { by: ['security', 'admin'] }],
    limit: { times: 20, per: 'day' },
    protected: 'as-others',
  },
  plan: async ({ me }) => plan([action.unfreezeHouse({ user: me })]),
})
