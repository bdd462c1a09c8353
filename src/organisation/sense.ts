// What the sections of latchkey.yaml ask of one another: nobody is left without an approver, and no group decides about itself.
import { findNearest } from '../config/nearest.ts'
import { text } from '../words/text.ts'
import { folded } from './fields.ts'
import { type Problem, problem } from './issues.ts'
import type { MappedRole } from './organisation.ts'
import { spellPath } from './place.ts'
import type { Written } from './schema.ts'

/** The sections that have their right form; the others are reported already. */
type Sections = Partial<Written>

export function problemsBetween(sections: Sections, skillNames: readonly string[] | undefined): Problem[] {
  return [
    ...language(sections),
    ...workingHours(sections),
    ...approvalTimes(sections),
    ...groups(sections),
    ...catalogueNames(sections),
    ...emptyRoles(sections),
    ...unknownSkills(sections, skillNames),
  ]
}

function language({ organisation, languages }: Sections): Problem[] {
  if (!organisation || !languages || languages.includes(organisation.language)) return []
  return [problem(['organisation', 'language'], 'organisation.language-not-offered')]
}

function workingHours({ workingHours: hours }: Sections): Problem[] {
  return hours && hours.to <= hours.from ? [problem(['workingHours', 'to'], 'organisation.hours-order')] : []
}

function approvalTimes({ approvals }: Sections): Problem[] {
  if (!approvals) return []
  const late = (name: 'escalateAfter' | 'expireAfter', earlier: 'remindAfter' | 'escalateAfter'): Problem[] =>
    approvals[name] > approvals[earlier]
      ? []
      : [problem(['approvals', name], 'organisation.approval-order', { earlier })]
  return [...late('escalateAfter', 'remindAfter'), ...late('expireAfter', 'escalateAfter')]
}

function groups({ groups: listed = [] }: Sections): Problem[] {
  return listed.flatMap(({ name, usual, longest, approver, owners, ownerGroup }, index) => {
    const problems: Problem[] = []
    if (usual > longest) problems.push(problem(['groups', index, 'usual'], 'organisation.usual-above-longest'))
    if (approver !== 'manager' && owners.length === 0 && ownerGroup === undefined)
      problems.push(problem(['groups', index], 'organisation.no-owner', { name }))
    return problems
  })
}

/** One name leads to one group, and none of them is a group by which this very file decides. */
function catalogueNames(sections: Sections): Problem[] {
  const problems: Problem[] = []
  const deciding = decidingGroups(sections)
  const taken = new Map<string, number>()
  for (const [index, { name, title, aliases }] of (sections.groups ?? []).entries()) {
    if (deciding.has(folded(name)))
      problems.push(problem(['groups', index, 'name'], 'organisation.deciding-group', { name }))
    const names: [string, PropertyKey[]][] = [
      [name, ['name']],
      ...aliases.map((of, at): [string, PropertyKey[]] => [of, ['aliases', at]]),
    ]
    if (title !== undefined) names.push([title, ['title']])
    for (const [written, below] of names) {
      const holder = taken.get(folded(written)) ?? index
      if (holder !== index)
        problems.push(problem(['groups', index, ...below], 'organisation.duplicate-group', { name: written }))
      taken.set(folded(written), holder)
    }
  }
  return problems
}

function decidingGroups({ roles, groups: listed, protected: kept }: Sections): Set<string> {
  const names = [
    ...Object.values(roles ?? {}).flatMap((role) => role.groups),
    ...(listed ?? []).flatMap(({ ownerGroup }) => ownerGroup ?? []),
    ...(kept?.groups ?? []),
  ]
  return new Set(names.map(folded))
}

function emptyRoles({ roles, skills }: Sections): Problem[] {
  if (!roles) return []
  const isMapped = (role: string): role is MappedRole => role in roles
  return Object.entries(skills ?? {}).flatMap(([name, choice]) =>
    (choice.approvals ?? []).flatMap(({ by: [role] }, index) => {
      const path = ['skills', name, 'approvals', index]
      const isHeld = !isMapped(role) || roles[role].groups.length + roles[role].people.length > 0
      return isHeld ? [] : [problem(path, 'organisation.nobody-approves', { name, role })]
    }),
  )
}

/** A misspelt skill would leave the real one on its default. Checked where the names are known. */
function unknownSkills({ skills }: Sections, known: readonly string[] | undefined): Problem[] {
  if (!known) return []
  return Object.keys(skills ?? {})
    .filter((name) => !known.includes(name))
    .map((name) => {
      const path = spellPath(['skills', name])
      const suggestion = findNearest(name, known)
      const what = suggestion
        ? text('organisation.unknown-skill-near', { path, suggestion })
        : text('organisation.unknown-skill', { path, options: known.join(', ') })
      return { path: ['skills'], key: name, what }
    })
}
