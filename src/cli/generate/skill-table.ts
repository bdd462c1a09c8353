// The table of skills in the README: what people can ask for, how they say it, what it takes.
import type { ApprovalRule } from '../../policy/policy.ts'
import type { Skill } from '../../skill.ts'
import { english } from '../../words/render.ts'
import { text } from '../../words/text.ts'

export function skillTable(skills: ReadonlyMap<string, Skill>): string {
  const head = [text('table.skill'), text('table.example'), text('table.proof'), text('table.approval')].map(english)
  const rows = [...skills].map(([name, { title, examples, policy }]) => [
    `[${title}](skills/${name}.ts)`,
    `“${examples[0]}”`,
    english(text(`table.${policy.proof.default}`)),
    decides(policy.approvals),
  ])
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.map(cell).join(' | ')} |\n`).join('')
}

function decides(rules: readonly ApprovalRule[]): string {
  if (rules.length === 0) return english(text('table.nobody'))
  const or = (roles: readonly string[]): string =>
    new Intl.ListFormat('en', { type: 'disjunction' }).format(
      roles.map((role) => english(text('table.role', { role }))),
    )
  return rules
    .map(({ by, next = [] }) => english(text('table.rule', { by: or(by), next: next.length > 0 ? or(next) : 'none' })))
    .join('; ')
}

/** A bar would end the cell. */
const cell = (words: string): string => words.replaceAll('|', '\\|')
