// A setting that is deleted, blanked, misspelt or of another type never allows more than the file it was spoilt from.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { hasCode } from '../../src/errors.ts'
import type { Organisation, SkillChoice } from '../../src/organisation/organisation.ts'
import { readOrganisation } from '../../src/organisation/read.ts'
import { seedFor, sizeOf } from '../prove/sizes.ts'
import { exampleText, type Path, settingsOf } from './example.ts'

/** The example with every optional setting made, and skills stricter than their defaults: a fall back would show. */
const intended: unknown = {
  ...parse(exampleText),
  groups: parse(exampleText).groups.slice(0, 2),
  audit: { channel: { platform: 'slack', id: 'C0123456789' } },
  skills: {
    'unlock-account': { enabled: true, proof: 'S2', approvals: ['security', 'it'], limit: { times: 1, per: 'week' } },
    'join-group': { enabled: false, proof: 'S1', approvals: ['hr'], limit: { times: 2, per: 'day' } },
  },
}
const skillNames = ['unlock-account', 'join-group', 'help']
const original = readOrganisation(JSON.stringify(intended), 'latchkey.yaml', { skillNames })

/** A choice that is made by leaving a whole entry out: the skill then follows its author's policy, as the example says. */
const isSkillEntry = (path: Path): boolean => path[0] === 'skills' && path.length === 2

const levels = ['S0', 'S1', 'S2', 'S3']
const hoursIn = { hour: 1, day: 24, week: 168 }
const isWithin = (some: readonly string[], all: readonly string[]): boolean => some.every((one) => all.includes(one))

/** What the second allows that the first does not. */
function allowedBeyond(before: Organisation, after: Organisation): string[] {
  const found: string[] = []
  const check = (isKept: boolean, what: string): void => {
    if (!isKept) found.push(what)
  }
  check(isWithin(after.organisation.domains, before.organisation.domains), 'domains')
  for (const role of ['it', 'hr', 'security', 'admin'] as const) {
    check(isWithin(after.roles[role].people, before.roles[role].people), `people of ${role}`)
    check(isWithin(after.roles[role].groups, before.roles[role].groups), `groups of ${role}`)
  }
  for (const list of ['groups', 'people', 'serviceAccounts', 'breakGlass'] as const)
    check(isWithin(before.protected[list], after.protected[list]), `protected ${list}`)
  for (const group of after.groups) {
    const was = before.groups.find(({ name }) => name === group.name)
    const isKept =
      was !== undefined &&
      group.tier === was.tier &&
      group.approver === was.approver &&
      group.ownerGroup === was.ownerGroup &&
      group.longestMs <= was.longestMs &&
      isWithin(group.owners, was.owners)
    check(isKept, `group ${group.name}`)
  }
  for (const [name, was] of Object.entries(before.skills)) check(isNoLaxer(after.skills[name], was), `skill ${name}`)
  return found
}

function isNoLaxer(now: SkillChoice | undefined, was: SkillChoice): boolean {
  if (!now || (now.enabled && !was.enabled) || !now.proof || !now.limit) return false
  const rolesOf = ({ approvals }: SkillChoice) => (approvals ?? []).flatMap(({ by }) => by)
  const rateOf = (limit: SkillChoice['limit']) => (limit ? limit.times / hoursIn[limit.per] : Number.POSITIVE_INFINITY)
  return (
    levels.indexOf(now.proof) >= levels.indexOf(was.proof ?? 'S0') &&
    isWithin(rolesOf(was), rolesOf(now)) &&
    rateOf(now.limit) <= rateOf(was.limit)
  )
}

type Spoil = (holder: object, key: string | number) => void

const set =
  (value: unknown): Spoil =>
  (holder, key) => {
    Reflect.set(holder, key, value)
  }

const remove: Spoil = (holder, key) => {
  if (Array.isArray(holder)) holder.splice(Number(key), 1)
  else Reflect.deleteProperty(holder, key)
}

const rename =
  (change: (key: string) => string): Spoil =>
  (holder, key) => {
    if (Array.isArray(holder)) return
    Reflect.set(holder, change(String(key)), Reflect.get(holder, key))
    Reflect.deleteProperty(holder, key)
  }

const misspell: Spoil = rename((key) => `${key.slice(0, -2)}${key.at(-1)}${key.at(-2)}x`)

const asText: Spoil = (holder, key) => {
  Reflect.set(holder, key, String(Reflect.get(holder, key)))
}

const spoils: Record<string, Spoil> = {
  delete: remove,
  null: set(null),
  'empty text': set(''),
  'empty list': set([]),
  'empty group': set({}),
  misspell,
  'other case': rename((key) => key.toUpperCase()),
  star: set('*'),
  'list of a star': set(['*']),
  true: set(true),
  zero: set(0),
  'below zero': set(-1),
  'in a list': (holder, key) => set([Reflect.get(holder, key)])(holder, key),
  'as text': asText,
}

function spoilt(changes: readonly { path: Path; spoil: Spoil }[]): string {
  const data = structuredClone(intended)
  for (const { path, spoil } of changes) {
    let holder: unknown = data
    for (const segment of path.slice(0, -1)) holder = Reflect.get(Object(holder), segment)
    // An earlier change may have taken away what this one is about.
    const key = path.at(-1) ?? ''
    if (typeof holder === 'object' && holder !== null && key in holder) spoil(holder, key)
  }
  // JSON is YAML too, and quicker to write.
  return JSON.stringify(data)
}

/** Undefined when the file is refused. */
function accepted(text: string): Organisation | undefined {
  try {
    return readOrganisation(text, 'latchkey.yaml', { skillNames })
  } catch (error) {
    if (hasCode(error, 'config-invalid')) return undefined
    throw error
  }
}

const isListItem = (path: Path): boolean => typeof path.at(-1) === 'number'

/** One entry less in a list, or a false turned into a true, is a choice: no schema can tell it from a mistake. */
const isUnseen = (path: Path, value: unknown, name: string): boolean =>
  (name === 'delete' && (isSkillEntry(path) || isListItem(path))) || (name === 'true' && value === false)

const changes = settingsOf(intended).flatMap(({ path, value }) =>
  Object.entries(spoils)
    .filter(([name]) => !isUnseen(path, value, name))
    .map(([name, spoil]) => ({ path, name, spoil })),
)

test('one setting spoilt in any way is refused, or allows no more', () => {
  const laxer = changes.flatMap(({ path, name, spoil }) => {
    const now = accepted(spoilt([{ path, spoil }]))
    return now ? allowedBeyond(original, now).map((what) => `${name} ${path.join('.')}: ${what}`) : []
  })
  expect(laxer).toEqual([])
  expect(changes.length).toBeGreaterThan(800)
}, 60_000)

test('two settings spoilt at once are refused, or allow no more', () => {
  fc.assert(
    fc.property(fc.constantFrom(...changes), fc.constantFrom(...changes), (one, other) => {
      const now = accepted(spoilt([one, other]))
      if (now) expect(allowedBeyond(original, now)).toEqual([])
    }),
    { numRuns: sizeOf('organisations'), seed: seedFor('organisations') },
  )
})

test('the comparison sees what it is there to see', () => {
  const open = structuredClone(original)
  Object.assign(open.protected, { people: [] })
  Object.assign(open.roles.admin, { people: ['eve@northwind.example'] })
  Object.assign(open.skills, { 'unlock-account': { ...original.skills['unlock-account'], approvals: undefined } })
  expect(allowedBeyond(original, open)).toEqual(['people of admin', 'protected people', 'skill unlock-account'])
  expect(allowedBeyond(original, original)).toEqual([])
})
