// Finds one person by exact e-mail address or username: never the first of several, never by a part of it.
import type { User } from '../directory.ts'
import { LatchkeyError } from '../errors.ts'
import type { Caller } from './endpoint.ts'
import { allPages, pageSize } from './paging.ts'
import { listUsers, searchUsers } from './reads.ts'
import { systemUserList } from './schemas.ts'
import { readBody, toUser } from './shapes.ts'

export type FindBy = { email: string } | { username: string }

/** Enough to compare; whoever is found is then read whole. Never `alternateEmail`: people set that themselves. */
const fields = '_id email username'

/** The one match with id, e-mail and username only; undefined when there is none. Several throw `ambiguous`. */
export async function findExactly(caller: Caller, by: FindBy): Promise<User | undefined> {
  const field = 'email' in by ? 'email' : 'username'
  const given = ('email' in by ? by.email : by.username).trim()
  const wanted = given.toLowerCase()
  if (!isSearchable(given)) return undefined
  const matches = (user: User): boolean => user[field]?.toLowerCase() === wanted

  const { results, totalCount } = await filtered(caller, `${field}:$eq:${field === 'email' ? wanted : given}`)
  const exact = results.filter(matches)
  if (exact.length > 1) throw new LatchkeyError('ambiguous', { what: 'user' })
  // More rows than the exact one mean that the filter was not applied as meant: then only the whole comparison counts.
  if (exact.length === 1 && results.length === 1 && (totalCount ?? 1) <= 1) return exact[0]

  // The filter compares case-sensitively and an address may be stored as it was typed; the search matches parts.
  const found: User[] = []
  for await (const user of searched(caller, field, wanted)) if (matches(user)) found.push(user)
  if (found.length > 1) throw new LatchkeyError('ambiguous', { what: 'user' })
  return found[0]
}

/**
 * `|` and `\` separate and escape terms in JumpCloud's filters; nobody's address or name needs them, nor a space: words
 * that were put into the wrong field must not become part of an address that is called.
 */
const isSearchable = (value: string): boolean => value.length > 0 && value.length <= 320 && !/[|\\\s\p{C}]/u.test(value)

async function filtered(caller: Caller, filter: string): Promise<{ results: User[]; totalCount: number | undefined }> {
  const { body } = await caller.call(listUsers, { query: { filter, limit: 2, fields, sort: '_id' } })
  const { results, totalCount } = readBody(systemUserList, body, 'systemUserList')
  return { results: results.map(toUser), totalCount }
}

/** Limit and skip go into query and body: the descriptions name the one, clients use the other. */
const searched = (caller: Caller, field: string, wanted: string): AsyncGenerator<User> =>
  allPages(
    async (skip) => {
      const { body } = await caller.call(searchUsers, {
        query: { limit: pageSize, skip, sort: '_id' },
        body: { searchFilter: { searchTerm: wanted, fields: [field] }, fields, limit: pageSize, skip, sort: '_id' },
      })
      const { results, totalCount } = readBody(systemUserList, body, 'systemUserList')
      return { items: results.map(toUser), total: totalCount }
    },
    ({ id }) => id,
  )
