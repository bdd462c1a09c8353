// Gives somebody their self-service back after they, or somebody for them, said “this wasn’t me”.
import { action, answer, plan, skill, z } from '#latchkey'

export default skill({
  title: 'Give somebody their self-service back',
  examples: [
    'unfreeze Leo Brandt',
    'lift the freeze of maya.alvarez@northwind.example',
    'give Maya her self-service back',
    'Leo is safe again, let him use Latchkey',
    'remove the pause on her self-service',
    'unpause this person',
  ],
  input: z.object({}),
  about: 'anyone',
  uses: ['unfreeze-person'],
  policy: {
    who: ['it', 'security', 'admin'],
    proof: { floor: 'S1', default: 'S1' },
    approvals: [{ by: ['it', 'security', 'admin'] }],
    limit: { times: 50, per: 'day' },
    protected: 'as-others',
  },
  async plan({ me, subject }) {
    if (subject === me) return answer('freeze.not-yourself')
    return plan([action.unfreezePerson({ user: subject, by: me })])
  },
})
