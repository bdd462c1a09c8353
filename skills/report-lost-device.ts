// "My laptop was stolen": freezes the asker at once, pages security, and offers to suspend the account.
import { action, answer, atOnce, ifTold, list, plan, skill, text, z } from '#latchkey'

export default skill({
  title: 'Report a lost or stolen device',
  examples: [
    'my laptop was stolen',
    'I lost my phone on the train',
    'freeze me',
    'somebody took my work phone',
    'my computer is gone, lock everything of mine',
    'I left my laptop in a taxi and cannot find it',
  ],
  input: z.object({}),
  stops: true,
  policy: {
    who: ['self'],
    proof: { floor: 'S0', default: 'S0' },
    approvals: [],
    limit: { times: 1, per: 'day' },
    protected: 'refused',
  },
  uses: ['suspend-user', 'events'],
  async plan({ me, directory }) {
    const user = await ifTold(directory.user(me))
    const phones = await ifTold(directory.pushDevices(me))
    const about = { user: me, username: user?.username }
    const events = (await ifTold(directory.events(about, { days: 30, limit: 100 }))) ?? []
    const seen = [...new Set(events.flatMap(({ source }) => source ?? []))].slice(0, 10)
    const names = phones?.map(({ name, model, id }) => name ?? model ?? id)
    const tell = [
      names === undefined
        ? text('lost.phones-unread')
        : names.length > 0
          ? text('lost.phones', { names: list(names) })
          : text('lost.no-phones'),
      seen.length > 0 ? text('lost.seen', { names: list(seen) }) : text('lost.none-seen'),
    ]
    const first = { freeze: 'the-asker', tell } as const
    if (!user) return atOnce(first, answer('lost.unread'))
    if (user.state === 'SUSPENDED') return atOnce(first, answer('lost.suspended'))
    return atOnce(first, plan([action.suspendUser({ user: me })]))
  },
})
