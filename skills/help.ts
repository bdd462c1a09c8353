// What Latchkey can do here, as a list to pick from.
import { answer, skill, text, z } from '#latchkey'

export default skill({
  title: 'Help',
  examples: ['help', 'what can you do', 'how does this work', 'what can I ask you', 'show me the menu'],
  input: z.object({}),
  policy: {
    who: ['self'],
    proof: { floor: 'S0', default: 'S0' },
    approvals: [],
    limit: { times: 60, per: 'day' },
    protected: 'as-others',
  },
  isPublic: true,
  async plan({ skills }) {
    return answer({
      tone: 'plain',
      title: text('help.title'),
      body: [text('help.how'), text('help.promise')],
      menu: {
        label: text('turn.menu'),
        options: skills.map(({ name, title }) => ({ label: title, intent: { do: 'ask', skill: name, input: {} } })),
      },
    })
  },
})
