// Hands the asker over to IT, with what they wrote so far.
import { handOver, skill, text, z } from '#latchkey'

export default skill({
  title: 'Talk to a person',
  examples: [
    'talk to a person',
    'can I speak to someone in IT',
    'I need a human',
    'this bot is useless, get me a real person',
    'please connect me with the service desk',
  ],
  input: z.object({}),
  policy: {
    who: ['self'],
    proof: { floor: 'S0', default: 'S0' },
    approvals: [],
    limit: { times: 10, per: 'day' },
    protected: 'as-others',
  },
  isPublic: true,
  async plan() {
    return handOver(text('skill.human-why'))
  },
})
