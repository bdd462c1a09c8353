// Runs every check of the folder on a draft of a configuration, and says what follows: which skills work, which role is needed.
import { readdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { LatchkeyError } from '../errors.ts'
import { jumpcloudHosts } from '../jumpcloud/hosts.ts'
import { needsOf, type Permission, permissionsOf } from '../permissions.ts'
import { capabilitiesOf } from '../roles.ts'
import { text } from '../words/text.ts'
import { connect } from './connection.ts'
import type { Check, CheckDeps, Finding } from './finding.ts'
import { type SkillState, skillStates } from './skill-states.ts'

const checksFolder = join(import.meta.dirname, 'checks')

export interface Checked extends Finding {
  /** The name of the check's file. */
  check: string
}

export interface Report {
  /** Nothing keeps anything from working. */
  isSound: boolean
  findings: readonly Checked[]
  skills: readonly SkillState[]
  /** The least-privilege JumpCloud role for the skills in use. */
  role: readonly Permission[]
}

type Given = Omit<CheckDeps, 'jumpcloud' | 'needs' | 'hostsOf'> & Partial<Pick<CheckDeps, 'hostsOf'>>

/** What checks are given. `setup` makes one after each answer and calls the checks that it is about. */
export function checkDeps(given: Given): CheckDeps {
  const { skills, actions, organisation, role, hostsOf = jumpcloudHosts } = given
  const may = capabilitiesOf(role)
  const needs = needsOf(skills, actions, organisation).filter(({ capability }) => may.includes(capability))
  let connection: ReturnType<typeof connect> | undefined
  const deps: CheckDeps = {
    ...given,
    hostsOf,
    needs,
    jumpcloud() {
      connection ??= connect(deps)
      return connection
    },
  }
  return deps
}

export async function examine(deps: CheckDeps, checks?: Map<string, Check>): Promise<Report> {
  const all = checks ?? (await loadChecks())
  const found = await Promise.all([...all].map(([name, check]) => run(name, check, deps)))
  const findings = found.flat()
  return {
    isSound: findings.every(({ level }) => level !== 'error'),
    findings,
    skills: skillStates(findings, deps),
    role: permissionsOf(deps.needs),
  }
}

export async function loadChecks(folder = checksFolder): Promise<Map<string, Check>> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.ts')).sort()
  const checks = new Map<string, Check>()
  for (const file of files) {
    const module: { check?: Check } = await import(pathToFileURL(join(folder, file)).href)
    if (typeof module.check !== 'function') throw new Error(`src/doctor/checks/${file} exports no function check`)
    checks.set(basename(file, '.ts'), module.check)
  }
  return checks
}

/** A check that breaks is a finding too: the others still tell what they saw. */
async function run(name: string, check: Check, deps: CheckDeps): Promise<Checked[]> {
  try {
    return (await check(deps)).map((finding) => ({ check: name, ...finding }))
  } catch (error) {
    const what =
      error instanceof LatchkeyError
        ? error.text
        : text('doctor.broken', { check: name, reason: error instanceof Error ? error.name : typeof error })
    return [{ check: name, level: 'error', what }]
  }
}
