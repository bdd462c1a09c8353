// Once a week, tells security which two agreed most often about credentials: what no single request shows (T-C2).
import { days, later } from '../clock.ts'
import type { Core } from '../core.ts'
import { LatchkeyError } from '../errors.ts'
import type { UserId } from '../ids.ts'
import { sayToSecurity } from '../outbox/notices.ts'
import { securityAccounts } from '../people/security.ts'
import type { Yes } from '../policy/voters.ts'
import { text } from '../words/text.ts'
import { yesesOf } from './pairs.ts'

const week = days(7)
const mostNamed = 5

interface Pair {
  one: UserId
  other: UserId
  times: number
}

/** Everyone who agreed to the same plan as somebody else, whoever agreed most often together first. */
function pairsOf(yeses: readonly Yes[]): Pair[] {
  const found = new Map<string, Pair>()
  for (const people of Map.groupBy(yeses, ({ request }) => request).values()) {
    const [...names] = new Set(people.map(({ person }) => person).toSorted())
    for (const [nth, one] of names.entries())
      for (const other of names.slice(nth + 1)) {
        const key = `${one}/${other}`
        found.set(key, { one, other, times: (found.get(key)?.times ?? 0) + 1 })
      }
  }
  return [...found.values()].toSorted((a, b) => b.times - a.times)
}

/** A week without any says nothing. However often it is woken within a week, it is said once. */
export async function tellPairs(deps: Core): Promise<void> {
  const now = deps.clock.now()
  const pairs = pairsOf(await yesesOf(deps, { since: later(now, -week) })).slice(0, mostNamed)
  if (pairs.length === 0) return
  const contacts = await securityAccounts(deps)
  const body = []
  for (const { one, other, times } of pairs)
    body.push(text('audit.pairs-line', { name: await nameOf(deps, one), partner: await nameOf(deps, other), times }))
  const card = { tone: 'plain' as const, title: text('audit.pairs'), body: [...body, text('audit.pairs-next')] }
  const nth = Math.floor(now.getTime() / week)
  await deps.store.tx((tx) => sayToSecurity(tx, deps, contacts, card, { dedupe: `pairs/${nth}` }))
}

/** Whoever left is still named by their id. */
async function nameOf({ directory }: Core, person: UserId): Promise<string> {
  try {
    return (await directory.user(person)).name
  } catch (error) {
    if (!(error instanceof LatchkeyError)) throw error
    return person
  }
}
