// Stops everything that Latchkey changes, at once: one person of IT, security or administration is enough.
import { action, plan, skill, z } from '#latchkey'

export default skill({
  title: 'Stop Latchkey for everybody',
  examples: [
    'freeze Latchkey',
    'stop everything Latchkey does',
    'emergency, freeze the bot for everybody',
    'halt all changes in JumpCloud now',
    'shut Latchkey down for the whole company',
    'we are under attack, freeze all requests',
  ],
  input: z.object({}),
  stops: true,
  uses: ['freeze-house'],
  policy: {
    who: ['it', 'security', 'admin'],
    proof: { floor: 'S0', default: 'S0' },
    approvals: [],
    limit: { times: 20, per: 'day' },
    protected: 'as-others',
  },
  plan: async ({ me }) => plan([action.freezeHouse({ user: me })]),
})
