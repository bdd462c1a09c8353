// "Why can't I sign in?": tells locked, expired, second factor and suspended apart, and offers what cures it.
import { answer, type DirectoryEvent, hasCode, list, skill, text, type User, z } from '#latchkey'

export default skill({
  title: 'Why am I locked out?',
  examples: [
    'why am I locked out',
    'why can’t I sign in',
    'why was my account locked',
    'what is keeping me out of my account',
    'what locked my account',
    'why does my login fail',
  ],
  input: z.object({}),
  policy: {
    who: ['self'],
    proof: { floor: 'S0', default: 'S0' },
    approvals: [],
    limit: { times: 30, per: 'day' },
    protected: 'as-others',
  },
  uses: ['events'],
  async plan({ me, directory, now }) {
    const user = await directory.user(me)
    const events = await directory.events({ user: me, username: user.username }).catch((error) => {
      if (hasCode(error, 'insights-off', 'jumpcloud-forbidden', 'jumpcloud-unavailable', 'jumpcloud-busy'))
        return undefined
      throw error
    })
    const causes = causesOf(user, events ?? [], now)
    const isWell = causes.length === 0
    const canUnlock = user.locked === true && user.state === 'ACTIVATED'
    return answer({
      tone: isWell ? 'good' : 'plain',
      title: text(isWell ? 'locked.all-well' : 'locked.title'),
      body: [
        ...causes,
        ...(isWell ? [text('locked.maybe-device')] : []),
        text(events ? 'locked.events-late' : 'locked.no-events'),
      ],
      buttons: [
        ...(canUnlock
          ? [{ label: text('locked.unlock-first'), intent: { do: 'ask' as const, skill: 'unlock-account', input: {} } }]
          : []),
        { label: text('button.talk-to-human'), intent: { do: 'ask' as const, skill: 'talk-to-human', input: {} } },
      ],
    })
  },
})

function causesOf(user: User, events: DirectoryEvent[], now: Date) {
  if (user.state === 'SUSPENDED') return [text('locked.suspended')]
  if (user.state === 'STAGED') return [text('locked.staged')]
  const failed = events.filter((event) => event.success === false && event.source !== undefined).slice(0, 10)
  const sources = [...new Set(failed.flatMap(({ source }) => source ?? []))]
  const { locked, lockedAt, passwordExpired, passwordExpiresAt, mfa } = user
  const isOver = mfa.excludedUntil !== undefined && mfa.excludedUntil <= now
  return [
    ...(locked
      ? [lockedAt ? text('locked.locked-since', { since: { at: lockedAt.toISOString() } }) : text('locked.locked')]
      : []),
    ...(locked && sources.length > 0 ? [text('locked.attempts', { source: list(sources) })] : []),
    ...(locked && !passwordExpired ? [text('locked.cure-unlock')] : []),
    ...(passwordExpired
      ? [
          passwordExpiresAt
            ? text('locked.expired-since', { since: { at: passwordExpiresAt.toISOString() } })
            : text('locked.expired'),
        ]
      : []),
    ...(mfa.required && isOver && !mfa.totpEnrolled && !mfa.pushEnrolled ? [text('locked.mfa-over')] : []),
  ]
}
