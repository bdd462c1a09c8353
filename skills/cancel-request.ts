// Offers the asker's open requests to cancel; the button does it.
import { answer, skill, text, z } from '#latchkey'

export default skill({
  title: 'Cancel a request',
  examples: [
    'cancel my request',
    'I changed my mind, stop my request',
    'withdraw my access request',
    'cancel R-1042',
    'please drop my open request',
  ],
  input: z.object({}),
  policy: {
    who: ['self'],
    proof: { floor: 'S0', default: 'S0' },
    approvals: [],
    limit: { times: 30, per: 'day' },
    protected: 'as-others',
  },
  async plan({ requests }) {
    const open = (await requests.mine()).filter(({ isOpen }) => isOpen)
    if (open.length === 0) return answer('cancel.none')
    return answer({
      tone: 'plain',
      title: text('cancel.which'),
      body: open.map(({ number, title }) =>
        text('requests.line', { number, title, state: text('requests.state-open') }),
      ),
      buttons: open.slice(0, 3).map(({ id, number }) => ({
        label: text('cancel.button', { number }),
        intent: { do: 'cancel', request: id },
      })),
    })
  },
})
