// Which skills work, by what the checks found: on, on with less, off by choice, or stopped by something that can be cured.
import { isOn } from '../permissions.ts'
import { titleOf } from '../skill.ts'
import type { Text } from '../words/text.ts'
import type { CheckDeps, Finding } from './finding.ts'

export interface SkillState {
  name: string
  title: Text
  state: 'on' | 'less' | 'off' | 'stopped'
  /** What stops or limits it, with what to do about each. */
  because: readonly Pick<Finding, 'what' | 'cure' | 'permission'>[]
}

export function skillStates(
  findings: readonly Finding[],
  { skills, organisation }: Pick<CheckDeps, 'skills' | 'organisation'>,
): SkillState[] {
  const wrong = findings.filter(({ level }) => level === 'error' || level === 'warning')
  return [...skills].map(([name, skill]) => {
    const about = { name, title: titleOf(skill) }
    if (!isOn(name, organisation)) return { ...about, state: 'off', because: [] }
    const stopping = wrong.filter(({ stops }) => stops?.includes(name))
    const limiting = wrong.filter(({ limits }) => limits?.includes(name))
    const state = stopping.length > 0 ? 'stopped' : limiting.length > 0 ? 'less' : 'on'
    return { ...about, state, because: [...stopping, ...limiting] }
  })
}
