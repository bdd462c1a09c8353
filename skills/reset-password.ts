// "I forgot my password": the asker types a new one on Latchkey's page, or JumpCloud mails a link, as the organisation chose.
import { action, answer, plan, skill, text, z } from '#latchkey'

export default skill({
  title: 'Reset my password',
  examples: [
    'I forgot my password',
    'reset my password',
    'I need a new password',
    'my password has expired',
    'can you change my jumpcloud password',
    'I cannot remember my password',
  ],
  input: z.object({}),
  policy: {
    who: ['self'],
    proof: { floor: 'S1', default: 'S1', whenEnrolled: 'S2' },
    approvals: [],
    recovery: {
      approvals: [{ by: ['manager'], proof: 'S2' }, { by: ['it'] }],
      wait: { seconds: 3600, outOfHoursSeconds: 3600 },
    },
    limit: { times: 3, per: 'day' },
    protected: 'refused',
  },
  uses: ['set-password', 'mail-password-reset', 'unlock-user'],
  async plan({ me, directory, organisation, hasPages }) {
    const user = await directory.user(me)
    if (user.passwordOwner)
      return answer({
        tone: 'plain',
        title: text('password.elsewhere', { owner: text(`password.owner-${user.passwordOwner}`) }),
        body: [text('password.elsewhere-next')],
        buttons: [person],
      })
    // In this order: what was locked by the old password is opened for the new one.
    const unlock = user.locked === true ? [action.unlockUser({ user: me })] : []
    if (organisation.recovery.password === 'email') return plan([action.mailPasswordReset({ user: me }), ...unlock])
    if (!hasPages)
      return answer({
        tone: 'bad',
        title: text('password.no-pages'),
        body: [text('password.no-pages-next')],
        buttons: [person],
      })
    const lastChange = user.passwordChangedAt?.toISOString() ?? null
    return plan([action.setPassword({ user: me, lastChange }), ...unlock])
  },
})

const person = {
  label: text('button.talk-to-human'),
  intent: { do: 'ask' as const, skill: 'talk-to-human', input: {} },
}
