// "My laptop was stolen": freezes the asker at once, pages security, and offers to suspend the account.
import { action, answer, atOnce, hasCode, list, plan, skill, text, z } from '#latchkey'

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
  policy: {
    who: ['self'],
    proof: { floor: 'S0', default: 'S0' },
    approvals: [],
    limit: { times: 1, per: 'day' },
    protected: 'refused',
  },
  uses: ['suspend-user', 'events'],
  async plan({ me, directory }) {
    const { state, username } = await directory.user(me)
    const phones = await directory.pushDevices(me)
    const events = await directory.events({ user: me, username }, { days: 30, limit: 100 }).catch((error) => {
      if (hasCode(error, 'insights-off', 'jumpcloud-forbidden', 'jumpcloud-unavailable', 'jumpcloud-busy')) return []
      throw error
    })
    const seen = [...new Set(events.flatMap(({ source }) => source ?? []))].slice(0, 10)
    const names = phones.map(({ name, model, id }) => name ?? model ?? id)
    const tell = [
      names.length > 0 ? text('lost.phones', { names: list(names) }) : text('lost.no-phones'),
      seen.length > 0 ? text('lost.seen', { names: list(seen) }) : text('lost.none-seen'),
    ]
    const first = { freeze: 'the-asker', tell } as const
    if (state === 'SUSPENDED') return atOnce(first, answer('lost.suspended'))
    return atOnce(first, plan([action.suspendUser({ user: me })]))
  },
})
