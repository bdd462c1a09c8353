// What is wrong with the environment and latchkey.yaml, as far as it is seen without asking anybody.
import { text } from '../../words/text.ts'
import type { CheckDeps, Finding } from '../finding.ts'

export async function check({ problems }: Pick<CheckDeps, 'problems'>): Promise<Finding[]> {
  if (problems.length === 0) return [{ level: 'good', what: text('doctor.settings-good') }]
  return problems.map((what) => ({ level: 'error', what, stops: 'everything' }))
}
