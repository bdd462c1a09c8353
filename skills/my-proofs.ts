// "What do I prove myself with?": passkeys and recovery codes, when each was used, and where to remove them.
import { answer, at, skill, text, z } from '#latchkey'

export default skill({
  title: 'My passkeys and codes',
  examples: [
    'which passkeys do I have',
    'show my passkeys',
    'list my recovery codes and passkeys',
    'remove a passkey',
    'when was my passkey last used',
  ],
  input: z.object({}),
  policy: {
    who: ['self'],
    proof: { floor: 'S0', default: 'S0' },
    approvals: [],
    limit: { times: 30, per: 'day' },
    protected: 'as-others',
  },
  async plan({ me, proofs, now }) {
    if (proofs.off) return answer('enrol.off', { why: proofs.off })
    const add = { label: text('enrol.how-title'), page: { purpose: 'enrol' as const, person: me } }
    const mine = await proofs.mine()
    if (mine.length === 0) return answer({ tone: 'plain', title: text('proofs.none'), buttons: [add] })
    const lines = mine.map(({ kind, label, usableFrom, lastUsedAt }) => {
      const used = { used: lastUsedAt ? 'yes' : 'no', when: at(lastUsedAt ?? now) }
      const what = text(`proofs.${kind}`, { label, ...used })
      return usableFrom > now ? text('proofs.resting', { what, when: at(usableFrom) }) : what
    })
    const change = { label: text('proofs.change'), page: { purpose: 'my-proofs' as const, person: me } }
    return answer({ tone: 'plain', title: text('proofs.title'), body: lines, buttons: [change, add] })
  },
})
