// One installation as it stands, for the checks: its settings and choices as far as they are sound, and what is wrong with them.
import type { Clock } from '../clock.ts'
import type { Environment } from '../config/env-file.ts'
import { type Draft, readDraft } from '../config.ts'
import { LatchkeyError } from '../errors.ts'
import type { Organisation } from '../organisation/organisation.ts'
import { organisationFromFile } from '../organisation/read.ts'
import { actionsByName } from '../parts.ts'
import { checkChoices } from '../policy/choices.ts'
import { checkRole, type ProcessRole } from '../roles.ts'
import type { Skill } from '../skill.ts'
import { loadSkills } from '../skills.ts'
import type { Text } from '../words/text.ts'
import { checkDeps } from './doctor.ts'
import type { CheckDeps } from './finding.ts'

interface Given {
  /** Left out: this process's own, and .env. */
  environment?: Environment
  role: ProcessRole
  slackScopes: readonly string[]
  teamsPath: string
  clock: Clock
  /** JumpCloud's own without it. */
  hostsOf?: CheckDeps['hostsOf'] | undefined
}

export async function installation({ environment, role, hostsOf, ...given }: Given): Promise<CheckDeps> {
  const skills = await loadSkills()
  const { config, problems } = readDraft(environment)
  const { organisation, problems: choices } = readChoices(config, skills)
  return checkDeps({
    config,
    problems: [...problems, ...problemOf(() => checkRole(role, config)), ...choices],
    organisation,
    role,
    skills,
    actions: actionsByName,
    ...given,
    ...(hostsOf && { hostsOf }),
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
