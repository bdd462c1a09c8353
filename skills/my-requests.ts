// "What about my request?": the asker's own requests, newest first.
import { answer, at, type RequestSummary, skill, text, z } from '#latchkey'

export default skill({
  title: 'My requests',
  examples: [
    'what is the status of my request',
    'show my requests',
    'has my request been approved yet',
    'what happened to my access request',
    'list my open requests',
  ],
  input: z.object({}),
  policy: {
    who: ['self'],
    proof: { floor: 'S0', default: 'S0' },
    approvals: [],
    limit: { times: 60, per: 'day' },
    protected: 'as-others',
  },
  async plan({ requests }) {
    const mine = await requests.mine()
    if (mine.length === 0)
      return answer({ tone: 'plain', title: text('requests.none'), body: [text('requests.none-next')] })
    return answer({
      tone: 'plain',
      title: text('requests.title'),
      body: mine.map((request) =>
        text('requests.line', { number: request.number, title: request.title, state: stateOf(request) }),
      ),
    })
  },
})

function stateOf({ state, endsAt, isOpen }: RequestSummary) {
  if (state === 'proving') return text('requests.state-proving')
  if (state === 'approving') return text('requests.state-approving')
  if (isOpen) return text('requests.state-open')
  if (state === 'done')
    return endsAt ? text('requests.state-until', { until: at(endsAt) }) : text('requests.state-done')
  if (state === 'ended' || state === 'undone') return text('requests.state-ended')
  if (state === 'needs-a-person') return text('requests.state-person')
  return text(['running', 'ending', 'undoing'].includes(state) ? 'requests.state-running' : 'requests.state-not')
}
