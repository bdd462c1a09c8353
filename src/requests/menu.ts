// Everything that can be asked for here, as a menu and as suggestions, so that nobody depends on being understood.
import type { Core } from '../core.ts'
import type { Menu } from '../reply.ts'
import { titleOf } from '../skill.ts'
import { text } from '../words/text.ts'

type Deps = Pick<Core, 'skills' | 'organisation'>

export const enabledSkills = ({ skills, organisation }: Deps): string[] =>
  [...skills.keys()].filter((name) => organisation.skills[name]?.enabled !== false)

export function menuOf(deps: Deps): Menu {
  const options = enabledSkills(deps).flatMap((name) => {
    const skill = deps.skills.get(name)
    return skill ? [{ label: titleOf(skill), intent: { do: 'ask' as const, skill: name, input: {} } }] : []
  })
  return { label: text('turn.menu'), options }
}

/** What somebody could write, one example of each skill; first those that do something. */
export function suggestions(deps: Deps, most: number): string[] {
  const skills = enabledSkills(deps).flatMap((name) => deps.skills.get(name) ?? [])
  const isDoing = ({ policy }: (typeof skills)[number]) => policy.approvals.length > 0 || policy.proof.default !== 'S0'
  return [...skills.filter(isDoing), ...skills.filter((skill) => !isDoing(skill))]
    .map(({ examples }) => examples[0] ?? '')
    .slice(0, most)
}
