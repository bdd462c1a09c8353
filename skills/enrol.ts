// "Set up a passkey": how it is done, and a link to the page where it is done. Nothing is added here.
import { answer, skill, text, z } from '#latchkey'

export default skill({
  title: 'Set up a passkey',
  examples: [
    'set up a passkey',
    'add a passkey',
    'register my security key with latchkey',
    'enrol a passkey for my new laptop',
    'print recovery codes',
    'I want new recovery codes',
  ],
  input: z.object({}),
  policy: {
    who: ['self'],
    proof: { floor: 'S0', default: 'S0' },
    approvals: [],
    limit: { times: 10, per: 'day' },
    protected: 'as-others',
  },
  async plan({ me, proofs }) {
    if (proofs.off) return answer('enrol.off', { why: proofs.off })
    return answer({
      tone: 'plain',
      title: text('enrol.how-title'),
      body: [text('enrol.how'), text('enrol.how-long')],
      buttons: [{ label: text('enrol.open'), page: { purpose: 'enrol', person: me }, style: 'primary' }],
    })
  },
})
