// "I lost my phone": takes the asker's second factor away and gives them a short time to set up a new one.
import { action, answer, days, lasting, minutes, plan, skill, text, z } from '#latchkey'

export default skill({
  title: 'Reset my second factor',
  examples: [
    'reset my MFA',
    'I have a new phone and JumpCloud Protect does not work any more',
    'I lost my phone and cannot confirm the sign-in',
    'my authenticator app is gone',
    'I need to set up my second factor again',
    'reset my two-factor authentication',
  ],
  input: z.object({}),
  policy: {
    who: ['self'],
    proof: { floor: 'S2', default: 'S2' },
    approvals: [{ by: ['it'], proof: 'S2' }],
    wait: { seconds: 900, outOfHoursSeconds: 900 },
    recovery: {
      approvals: [
        { by: ['manager'], proof: 'S2' },
        { by: ['it'], proof: 'S2' },
      ],
      wait: { seconds: 4 * 3600, outOfHoursSeconds: 24 * 3600 },
    },
    limit: { times: 1, per: 'week' },
    protected: 'refused',
  },
  uses: ['reset-mfa', 'enforce-mfa', 'remove-push-device'],
  async plan({ me, directory, organisation }) {
    const { mfa } = await directory.user(me)
    const [found, totpSince] = await Promise.all([directory.pushDevices(me), directory.totpEnrolledAt(me)])
    const devices = found.map(({ id }) => id).toSorted()
    if (mfa.totpEnrolled === false && devices.length === 0 && mfa.excluded !== true)
      return answer({
        tone: 'plain',
        title: text('mfa.none'),
        body: [text('mfa.none-next')],
        buttons: [{ label: text('locked.title'), intent: { do: 'ask', skill: 'why-locked-out', input: {} } }],
      })
    const window = organisation.recovery.mfaWindowMs
    const reset = action.resetMfa({
      user: me,
      devices,
      hasPasskey: mfa.passkeyEnrolled === true,
      minutes: window / minutes(1),
      totpSince: totpSince?.toISOString() ?? null,
    })
    const removed = devices.map((device) => action.removePushDevice({ user: me, device }))
    // Latchkey closes the window itself, whatever JumpCloud made of its end.
    return plan([lasting(reset, window / days(1)), ...removed])
  },
})
