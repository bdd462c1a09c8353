// An administrator's import of bindings: all lines are right, or nothing is written.
import { parse } from 'csv-parse/sync'
import { z } from 'zod'
import type { Directory, User } from '../directory.ts'
import { hasCode, LatchkeyError } from '../errors.ts'
import { type Account, account, accountKey } from '../ids.ts'
import { english } from '../words/render.ts'
import { type Text, text } from '../words/text.ts'
import type { Bindings } from './bindings.ts'

const row = z.object({ platform: z.string(), tenant: z.string(), account: z.string(), email: z.string() })
const email = z.email().toLowerCase()

interface Line {
  number: number
  account: Account
  user: User
}

interface Deps {
  directory: Pick<Directory, 'findUser'>
  bindings: Bindings
}

/** Throws `bad-input` with every problem by its line; nothing is written then. Returns how many were new. */
export async function importBindings(deps: Deps, csv: string): Promise<{ done: number; already: number }> {
  const problems: Text[] = []
  const lines: Line[] = []
  const seen = new Set<string>()
  for (const [index, cells] of cellsOf(csv).entries()) {
    const line = await readLine(deps, seen, cells)
    if ('why' in line) problems.push(text('bindings.problem', { line: index + 2, what: line.why }))
    else lines.push({ ...line, number: index + 2 })
  }
  if (problems.length > 0) throw refused(problems)
  let done = 0
  for (const { account: of, user } of lines) {
    const before = await deps.bindings.find(of)
    if (before && deps.bindings.comparePerson(before, user) === 'none') continue
    await deps.bindings.bind(of, user.id, 'import', user)
    done += 1
  }
  return { done, already: lines.length - done }
}

const refused = (problems: Text[]): LatchkeyError =>
  new LatchkeyError('bad-input', {
    reason: text('bindings.refused', { problems: problems.map((problem) => english(problem)).join('\n') }),
  })

function cellsOf(csv: string): z.infer<typeof row>[] {
  try {
    return z
      .array(row)
      .min(1)
      .parse(parse(csv, { bom: true, columns: true, skip_empty_lines: true, trim: true }))
  } catch (error) {
    throw new LatchkeyError('bad-input', { reason: text('bindings.no-columns') }, { cause: error })
  }
}

async function readLine(
  { directory, bindings }: Deps,
  seen: Set<string>,
  cells: z.infer<typeof row>,
): Promise<{ account: Account; user: User } | { why: Text }> {
  const of = account.safeParse({ platform: cells.platform, tenant: cells.tenant, user: cells.account })
  if (!of.success) return { why: text('bindings.bad-account') }
  if (seen.has(accountKey(of.data))) return { why: text('bindings.twice') }
  seen.add(accountKey(of.data))
  const address = email.safeParse(cells.email)
  if (!address.success) return { why: text('bindings.bad-email', { email: cells.email }) }
  const person = await directory.findUser({ email: address.data }).catch((error: unknown) => {
    if (hasCode(error, 'ambiguous')) return undefined
    throw error
  })
  if (!person) return { why: text('bindings.nobody', { email: cells.email }) }
  if (person.state !== 'ACTIVATED') return { why: text('bindings.inactive', { email: cells.email }) }
  const before = await bindings.find(of.data)
  if (before && before.user !== person.id) return { why: text('bindings.other-person') }
  return { account: of.data, user: person }
}
