// The people and groups of JumpCloud to pick from, read whole and once.

import type { Group, User } from '../directory.ts'
import type { Connection } from '../doctor/connection.ts'
import { readEndpoints } from '../jumpcloud/reads.ts'

export interface Company {
  name: string | undefined
  people: readonly User[]
  groups: readonly Group[]
}

/** Throws LatchkeyError. */
export async function readCompany(connection: Extract<Connection, { kind: 'good' }>): Promise<Company> {
  const prober = connection.prober(readEndpoints)
  try {
    const { directory } = prober
    const people = await all(directory.users())
    const groups = await all(directory.groups())
    const byName = (a: { name: string }, b: { name: string }): number => a.name.localeCompare(b.name)
    return {
      name: connection.organisation?.name,
      people: people.toSorted(byName),
      groups: groups.toSorted(byName),
    }
  } finally {
    await prober.close()
  }
}

async function all<One>(found: AsyncIterable<One>): Promise<One[]> {
  const items: One[] = []
  for await (const one of found) items.push(one)
  return items
}

/** The domains of the people's addresses, the most frequent first. */
export function domainsOf({ people }: Company): string[] {
  const domains = people.flatMap(({ email }) => email?.split('@')[1] ?? [])
  const byDomain = Map.groupBy(domains, (domain) => domain)
  return [...byDomain].toSorted(([, a], [, b]) => b.length - a.length).map(([domain]) => domain)
}
