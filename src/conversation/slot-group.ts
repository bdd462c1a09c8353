// Finds which group of the catalogue somebody means. One exact name is taken; anything less becomes a list to pick from.
import Fuse from 'fuse.js'
import { comparison, quotedParts, withoutQuotedLines } from './text-parts.ts'

export interface CatalogueGroup {
  name: string
  title?: string | undefined
  aliases?: readonly string[] | undefined
  /** A privileged group is never preferred over an ordinary one. */
  tier?: 'ordinary' | 'privileged' | undefined
}

export interface FoundGroup {
  /** The group's name, only when it was named beyond doubt. */
  exact?: string
  /** Names worth offering, likeliest first, ordinary before privileged; holds `exact` too. */
  candidates: string[]
}

const mostCandidates = 5
/** fuse.js: 0 is the same text, 1 has nothing in common. */
const nearEnough = 0.34

/** Why and how long can name groups too ("I work in Finance"): the group is looked for before those. */
const aside = /\b(?:because|since|due to|so that|in order to|until|reason)\b|\bi(?:'m| am| work| moved| changed)\b/i

const fillers = new Set(
  'a an the me my i to into in on from of out off for with and or please pls can could would you we us add join put get give grant remove leave drop take need want like access group groups list team member membership members request day days week weeks month months one two three seven be is it this that have do not any more some colleague back early'.split(
    ' ',
  ),
)

const labels = (group: CatalogueGroup): string[] =>
  [group.name, ...(group.title === undefined ? [] : [group.title])].map(comparison)
const aliases = (group: CatalogueGroup): string[] => (group.aliases ?? []).map(comparison)
const isPrivileged = (group: CatalogueGroup): boolean => group.tier === 'privileged'

const ordinaryFirst = (groups: readonly CatalogueGroup[]): CatalogueGroup[] => [
  ...groups.filter((group) => !isPrivileged(group)),
  ...groups.filter(isPrivileged),
]

const holdsPhrase = (text: string, phrase: string): boolean => phrase !== '' && ` ${text} `.includes(` ${phrase} `)

/** Groups whose name, title or alias stands in the text, without those that only stand inside a longer one ("Looker" in "Looker Analyst"). */
function groupsNamedIn(
  text: string,
  catalogue: readonly CatalogueGroup[],
): { group: CatalogueGroup; byAlias: boolean }[] {
  const hits = catalogue.flatMap((group) => {
    const label = labels(group).filter((phrase) => holdsPhrase(text, phrase))
    const alias = aliases(group).filter((phrase) => holdsPhrase(text, phrase))
    const longest = [...label, ...alias].sort((a, b) => b.length - a.length)[0]
    return longest === undefined ? [] : [{ group, longest, byAlias: !label.includes(longest) }]
  })
  return hits.filter(
    (hit) => !hits.some((other) => other.longest !== hit.longest && holdsPhrase(other.longest, hit.longest)),
  )
}

function resembling(text: string, catalogue: readonly CatalogueGroup[]): CatalogueGroup[] {
  const words = comparison(text)
    .split(' ')
    .filter((word) => word.length > 1 && !fillers.has(word) && !/^\d+$/.test(word))
    .slice(0, 12)
  if (words.length === 0) return []
  const entries = catalogue.map((group) => ({ group, texts: [...labels(group), ...aliases(group)] }))
  const fuse = new Fuse(entries, {
    keys: ['texts'],
    includeScore: true,
    threshold: nearEnough,
    ignoreLocation: true,
    minMatchCharLength: 2,
  })
  const matched = new Map<CatalogueGroup, number>()
  for (const word of words) {
    for (const { item, score } of fuse.search(word)) {
      // A short word inside a longer one ("or" in "Contractors") is chance.
      const begins = item.texts.some((phrase) => phrase.split(' ').some((part) => part.startsWith(word.slice(0, 2))))
      if (begins || word.length > 5) matched.set(item.group, (matched.get(item.group) ?? 0) + 1 - (score ?? 1))
    }
  }
  const best = Math.max(0, ...matched.values())
  return [...matched]
    .filter(([, score]) => score >= best * 0.6)
    .sort((a, b) => b[1] - a[1])
    .map(([group]) => group)
}

const listed = (groups: readonly CatalogueGroup[]): string[] =>
  [...new Set(ordinaryFirst(groups).map((group) => group.name))].slice(0, mostCandidates)

/** Decides among groups that were named outright; `context` is where else a name might have been meant. */
function settle(
  named: readonly { group: CatalogueGroup; byAlias: boolean }[],
  context: string,
  catalogue: readonly CatalogueGroup[],
): FoundGroup {
  const [only, ...more] = named
  if (only === undefined) return { candidates: listed(resembling(context, catalogue)) }
  const others =
    only.byAlias && isPrivileged(only.group)
      ? resembling(context, catalogue).filter((group) => !isPrivileged(group))
      : []
  if (more.length === 0 && others.length === 0) return { exact: only.group.name, candidates: [only.group.name] }
  return { candidates: listed([...named.map((hit) => hit.group), ...others]) }
}

/** The text with "a group" where it names one of the catalogue: the router cannot know every organisation's names. */
export function withoutGroupNames(text: string, catalogue: readonly CatalogueGroup[]): string | undefined {
  const plain = comparison(withoutQuotedLines(text.slice(0, 1000)))
  const phrases = catalogue
    .flatMap((group) => [...labels(group), ...aliases(group)])
    .filter((phrase) => holdsPhrase(plain, phrase))
    .toSorted((a, b) => b.length - a.length)
  if (phrases.length === 0) return undefined
  return phrases
    .reduce((said, phrase) => said.replace(` ${phrase} `, ' a group '), ` ${plain} `)
    .replace(/ (?:the|a|an|my) a group /, ' a group ')
    .replace(/ a group group /, ' a group ')
    .replace(/ (get|need|want|have) a group /, ' $1 access to a group ')
    .trim()
}

export function findGroup(text: string, catalogue: readonly CatalogueGroup[]): FoundGroup {
  const plain = withoutQuotedLines(text.slice(0, 1000))
  for (const part of quotedParts(plain)) {
    const wanted = comparison(part)
    const named = catalogue.filter((group) => [...labels(group), ...aliases(group)].includes(wanted))
    if (named.length > 0)
      return settle(
        named.map((group) => ({ group, byAlias: !labels(group).includes(wanted) })),
        part,
        catalogue,
      )
    const near = resembling(part, catalogue)
    if (near.length > 0) return { candidates: listed(near) }
  }
  const asideAt = plain.search(aside)
  const said = asideAt > 0 ? plain.slice(0, asideAt) : plain
  const found = settle(groupsNamedIn(comparison(said), catalogue), said, catalogue)
  if (found.candidates.length > 0 || said === plain) return found
  // Named only in passing: worth offering, never taken.
  return { candidates: settle(groupsNamedIn(comparison(plain), catalogue), plain, catalogue).candidates }
}
