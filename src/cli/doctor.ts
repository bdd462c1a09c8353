// `doctor`: looks at everything Latchkey needs, says what is wrong and what cures it, and ends with 1 when something is.
import { Command, Option } from 'commander'
import { messagesPath } from '../../adapters/teams/path.ts'
import { slackScopes } from '../../manifest/slack-scopes.ts'
import { systemClock } from '../clock.ts'
import { type Draft, readDraft } from '../config.ts'
import { checkDeps, examine } from '../doctor/doctor.ts'
import { renderReport, reportData } from '../doctor/render.ts'
import { LatchkeyError } from '../errors.ts'
import type { Organisation } from '../organisation/organisation.ts'
import { organisationFromFile } from '../organisation/read.ts'
import { actionsByName } from '../parts.ts'
import { checkChoices } from '../policy/choices.ts'
import { checkRole, type ProcessRole, processRoles } from '../roles.ts'
import type { Skill } from '../skill.ts'
import { loadSkills } from '../skills.ts'
import { english } from '../words/render.ts'
import { type Text, text } from '../words/text.ts'

interface Options {
  json?: boolean
  role: ProcessRole
}

export const doctorCommand = (): Command =>
  new Command('doctor')
    .description(english(text('doctor.about')))
    .option('--json', english(text('doctor.json')))
    .addOption(new Option('--role <role>', english(text('doctor.role'))).choices(processRoles).default('all'))
    .action(async ({ json, role }: Options) => {
      const report = await examine(await fromEnvironment(role))
      process.stdout.write(json ? `${JSON.stringify(reportData(report), undefined, 2)}\n` : renderReport(report))
      if (!report.isSound) process.exitCode = 1
    })

async function fromEnvironment(role: ProcessRole) {
  const skills = await loadSkills()
  const { config, problems } = readDraft()
  const { organisation, problems: choices } = readChoices(config, skills)
  return checkDeps({
    config,
    problems: [...problems, ...problemOf(() => checkRole(role, config)), ...choices],
    organisation,
    role,
    skills,
    actions: actionsByName,
    slackScopes: slackScopes.map(({ scope }) => scope),
    teamsPath: messagesPath,
    clock: systemClock,
  })
}

function readChoices(config: Draft, skills: ReadonlyMap<string, Skill>) {
  let organisation: Organisation | undefined
  const problems = problemOf(() => {
    const read = organisationFromFile(config.policyFile, { skillNames: [...skills.keys()] })
    checkChoices(read, skills)
    organisation = read
  })
  return { organisation, problems }
}

/** What is refused at the start is told here beside everything else. */
function problemOf(work: () => void): Text[] {
  try {
    work()
    return []
  } catch (error) {
    if (error instanceof LatchkeyError) return [error.text]
    throw error
  }
}
