// The whole setup, step by step in an order in which each finds what it needs; at its end the doctor, and what comes next.
import { chmodSync, existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { envFile } from '../config/env-file.ts'
import type { Report } from '../doctor/doctor.ts'
import { findingLines, summaryOf } from '../doctor/render.ts'
import { text } from '../words/text.ts'
import { checkIgnored } from './git.ts'
import { secretMode } from './save.ts'
import { addressStep } from './steps/address.ts'
import { groupsStep } from './steps/groups.ts'
import { jumpcloudStep } from './steps/jumpcloud.ts'
import { mailStep } from './steps/mail.ts'
import { organisationStep } from './steps/organisation.ts'
import { protectedStep } from './steps/protected.ts'
import { rolesStep } from './steps/roles.ts'
import { signInStep } from './steps/sign-in.ts'
import { slackStep } from './steps/slack.ts'
import { storeStep } from './steps/store.ts'
import { teamsStep } from './steps/teams.ts'
import type { Step, Wizard } from './wizard.ts'

/** They fill one file, which is written when the last of them is answered for the first time. */
const choiceSteps = [organisationStep, rolesStep, protectedStep, groupsStep]
const steps: readonly Step[] = [
  jumpcloudStep,
  storeStep,
  ...choiceSteps,
  addressStep,
  slackStep,
  teamsStep,
  mailStep,
  signInStep,
]

export const stepNames = steps.map(({ name }) => name)

/** Without `only`, every step; what is done already may be kept as it is. */
export async function runSetup(wizard: Wizard, only?: readonly string[]): Promise<Report> {
  const { terminal } = wizard
  terminal.begin(text('setup.begin'))
  terminal.say(text('setup.how'))
  await closeFile(wizard)
  await checkIgnored(terminal, wizard.folder)
  const chosen = stepsFor(wizard, only)
  for (const [index, step] of chosen.entries()) {
    terminal.say(text('setup.step', { number: index + 1, count: chosen.length, title: step.title }))
    if (only === undefined && step.isDone(wizard) && !(await wantsChange(wizard))) continue
    await step.run(wizard)
  }
  return finish(wizard)
}

function stepsFor({ choices, terminal }: Wizard, only: readonly string[] | undefined): readonly Step[] {
  if (only === undefined) return steps
  const isNewFile = !choices.isThere() && choiceSteps.some(({ name }) => only.includes(name))
  if (isNewFile) terminal.say(text('setup.all-choices'))
  return steps.filter((step) => only.includes(step.name) || (isNewFile && choiceSteps.includes(step)))
}

const wantsChange = ({ terminal }: Wizard): Promise<boolean> => terminal.agree(text('setup.change'), false)

/** Whoever made the file by hand may have left it open to others; a start would refuse it. */
async function closeFile({ terminal, folder }: Wizard): Promise<void> {
  const path = join(folder, envFile)
  if (!existsSync(path) || (statSync(path).mode & 0o077) === 0) return
  if (await terminal.agree(text('setup.close-env', { file: envFile }))) chmodSync(path, secretMode)
}

async function finish(wizard: Wizard): Promise<Report> {
  const { terminal } = wizard
  const report = await wizard.lookAtAll()
  const wrong = report.findings.filter(({ level }) => level === 'error' || level === 'warning')
  if (wrong.length > 0) terminal.show(wrong.flatMap(findingLines))
  terminal.say(summaryOf(report))
  terminal.end(text(report.isSound ? 'setup.next-start' : 'setup.next-doctor'))
  return report
}
