// A report as lines for people and as JSON for scripts.
import type { Permission } from '../permissions.ts'
import { english } from '../words/render.ts'
import { list, type Text, text } from '../words/text.ts'
import type { Checked, Report } from './doctor.ts'
import type { Finding } from './finding.ts'
import { isInUse, type SkillState } from './skill-states.ts'

const indent = ' '.repeat(11)

export function renderReport(report: Report): string {
  const byCheck = [...Map.groupBy(report.findings, ({ check }) => check)]
  const parts = [
    ...byCheck.map(([check, findings]) => [check, ...findings.flatMap(findingLines)]),
    [
      english(text('doctor.skills')),
      ...allStopping(report).map(allStopped),
      ...report.skills.flatMap((skill) => skillLines(skill, report)),
    ],
    [
      english(text('doctor.least-role')),
      ...columns(report.role.map((one) => [one.name, english(purposeOf(one, report))])),
    ],
    [english(summaryOf(report))],
  ]
  return `${parts.map((lines) => lines.join('\n')).join('\n\n')}\n`
}

export const findingLines = ({ level, what, cure }: Pick<Finding, 'level' | 'what' | 'cure'>): string[] => [
  `  ${english(text('doctor.level', { level })).padEnd(9)}${english(what).replaceAll('\n', `\n${indent}`)}`,
  ...(cure ? [cureLine(cure)] : []),
]

/** What stops every skill is said once, and not beside each of them. */
const allStopping = ({ findings, skills }: Report): readonly Finding[] =>
  findings.filter(({ stops = [] }) => {
    const inUse = skills.filter(isInUse)
    return stops === 'everything' || (inUse.length > 0 && inUse.every(({ name }) => stops.includes(name)))
  })

const allStopped = ({ what }: Finding): string => `  ${english(text('doctor.all-stopped', { what }))}`

const cureLine = (cure: Text): string => `${indent}→ ${english(cure)}`

function skillLines({ name, state, because }: SkillState, report: Report): string[] {
  const said = allStopping(report).map(({ what }) => what)
  const [line = ''] = columns([[name, english(text('doctor.skill-state', { state }))]], 20)
  return [
    line,
    ...because
      .filter(({ what }) => !said.includes(what))
      .flatMap(({ what, cure }) => [`${indent}${english(what)}`, ...(cure ? [cureLine(cure)] : [])]),
  ]
}

function columns(rows: readonly (readonly [string, string])[], least = 0): string[] {
  const width = Math.max(least, ...rows.map(([first]) => first.length))
  return rows.map(([first, second]) => `  ${first.padEnd(width)}  ${second}`)
}

function purposeOf({ stops, limits }: Permission, { skills }: Report): Text {
  const named = [...stops, ...limits]
  if (named.length === 0) return text('doctor.role-for-doctor')
  return named.length === skills.filter(isInUse).length
    ? text('doctor.role-for-all')
    : text('doctor.role-for', { skills: list(named) })
}

export function summaryOf({ isSound, findings }: Report): Text {
  const count = (wanted: Finding['level']): number => findings.filter(({ level }) => level === wanted).length
  return isSound
    ? text('doctor.sound', { warnings: count('warning') })
    : text('doctor.unsound', { errors: count('error'), warnings: count('warning') })
}

/** Plain data: the sentences in English, and names as they stand in files and at the platforms. */
export const reportData = ({ isSound, findings, skills, role }: Report) => ({
  isSound,
  findings: findings.map(findingData),
  skills: skills.map(({ name, state, because }) => ({
    name,
    state,
    because: because.map(({ what, cure, permission }) => ({
      permission,
      what: english(what),
      cure: cure && english(cure),
    })),
  })),
  role: role.map(({ name, stops, limits }) => ({ permission: name, stops, limits })),
})

const findingData = ({ check, level, what, cure, permission, stops, limits }: Checked) => ({
  check,
  level,
  permission,
  what: english(what),
  cure: cure && english(cure),
  stops,
  limits,
})
