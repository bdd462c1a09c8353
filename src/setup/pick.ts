// Picking people and groups of the real directory; what the file names already stays to be picked, even if it is not there.
import { folded } from '../organisation/fields.ts'
import { type Text, text } from '../words/text.ts'
import type { Company } from './company.ts'
import type { Option, Terminal } from './terminal.ts'

interface Picking {
  question: Text
  /** What the file says now. */
  named: readonly string[]
  least?: 1
}

/** By e-mail address; only those who are active. */
export function pickPeople(terminal: Terminal, { people }: Company, picking: Picking): Promise<string[]> {
  const options = people.flatMap(({ name, email, state }): Option<string>[] =>
    email && state === 'ACTIVATED' ? [{ value: email, label: `${name} <${email}>` }] : [],
  )
  return pick(terminal, options, picking)
}

/** By user name: accounts that are no people often have no address. */
export function pickAccounts(terminal: Terminal, { people }: Company, picking: Picking): Promise<string[]> {
  const options = people.flatMap(({ name, username }): Option<string>[] =>
    username ? [{ value: username, label: name === username ? username : `${username} (${name})` }] : [],
  )
  return pick(terminal, options, picking)
}

/** By name; a name that two groups share leads to none of them. */
export function pickGroups(
  terminal: Terminal,
  { groups }: Pick<Company, 'groups'>,
  picking: Picking,
): Promise<string[]> {
  const counts = Map.groupBy(groups, ({ name }) => folded(name))
  const options = groups.flatMap(({ name, description }): Option<string>[] =>
    counts.get(folded(name))?.length === 1
      ? [{ value: name, label: description ? `${name} (${description})` : name }]
      : [],
  )
  return pick(terminal, options, picking)
}

function pick(terminal: Terminal, found: Option<string>[], { question, named, least }: Picking): Promise<string[]> {
  // Two spellings of one address are one person: the file keeps its own.
  const spelling = new Map(named.map((name) => [folded(name), name]))
  const options = found.map((option) => ({ ...option, value: spelling.get(folded(option.value)) ?? option.value }))
  const there = new Set(options.map(({ value }) => value))
  const gone = named
    .filter((name) => !there.has(name))
    .map((name): Option<string> => ({ value: name, label: text('setup.not-there', { name }) }))
  // What is chosen already is seen first.
  const all = [...gone, ...options].toSorted(
    (a, b) => Number(named.includes(b.value)) - Number(named.includes(a.value)),
  )
  return terminal.pick(question, all, { initial: [...named], ...(least && { least }) })
}
