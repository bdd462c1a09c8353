// Which skills work, by what the checks found: on, on with less, off by choice, or stopped by something that can be cured.
import { isOn } from '../permissions.ts'
import { titleOf } from '../skill.ts'
import { type Text, text } from '../words/text.ts'
import type { CheckDeps, Finding } from './finding.ts'

type Because = Pick<Finding, 'what' | 'cure' | 'permission'>

export interface SkillState {
  name: string
  title: Text
  state: 'on' | 'less' | 'off' | 'stopped'
  /** What stops or limits this skill, with what to do about each. What stops everything is not repeated here. */
  because: readonly Because[]
}

export function skillStates(
  findings: readonly Finding[],
  { skills, organisation }: Pick<CheckDeps, 'skills' | 'organisation'>,
): SkillState[] {
  const wrong = findings.filter(({ level }) => level === 'error' || level === 'warning')
  const isAllStopped = findings.some(({ stops }) => stops === 'everything')
  return [...skills].map(([name, skill]) => {
    const about = { name, title: titleOf(skill) }
    if (!isOn(name, organisation)) {
      const because = { what: text('doctor.switched-off'), cure: text('doctor.switch-on', { skill: name }) }
      return { ...about, state: 'off', because: [because] }
    }
    const stopping = wrong.filter(({ stops = [] }) => stops !== 'everything' && stops.includes(name))
    const limiting = wrong.filter(({ limits }) => limits?.includes(name))
    const state = isAllStopped || stopping.length > 0 ? 'stopped' : limiting.length > 0 ? 'less' : 'on'
    return { ...about, state, because: [...stopping, ...limiting] }
  })
}

export const isInUse = ({ state }: Pick<SkillState, 'state'>): boolean => state !== 'off'
