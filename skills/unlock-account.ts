// "I'm locked out": unlocks the asker's own account.
import { action, answer, plan, skill, text, z } from '#latchkey'

export default skill({
  title: 'Unlock my account',
  examples: [
    "I'm locked out",
    'my account is locked',
    'unlock my account please',
    'too many wrong passwords, now I cannot get in',
    'jumpcloud says my account is locked',
    'please unlock me',
  ],
  input: z.object({}),
  policy: {
    who: ['self'],
    // What Directory Insights does not tell is no reason to shut everybody out, and none to take a chat’s word.
    proof: { floor: 'S0', default: 'S1', again: 'S1', failures: { odd: 'S2', unread: 'S1' } },
    approvals: [],
    limit: { times: 3, per: 'day' },
    protected: { approvals: [{ by: ['it', 'security', 'admin'] }] },
  },
  // Whoever asks for a colleague starts the colleague’s own request, and learns nothing.
  about: 'anyone',
  uses: ['unlock-user'],
  async plan({ me, directory }) {
    const user = await directory.user(me)
    if (user.locked === false)
      return answer({
        tone: 'plain',
        title: text('unlock.not-locked'),
        body: [text('unlock.not-locked-next')],
        buttons: [{ label: text('locked.title'), intent: { do: 'ask', skill: 'why-locked-out', input: {} } }],
      })
    return plan([action.unlockUser({ user: me })])
  },
})
