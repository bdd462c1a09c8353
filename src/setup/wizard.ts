// What every step of the setup is given: the terminal, the answers so far, the doctor's checks, and the real directory.
import { dirname, resolve } from 'node:path'
import { slackScopes } from '../../manifest/slack-scopes.ts'
import type { Clock } from '../clock.ts'
import type { Environment } from '../config/env-file.ts'
import { connect } from '../doctor/connection.ts'
import { examine, loadChecks, type Report } from '../doctor/doctor.ts'
import type { CheckDeps, Finding } from '../doctor/finding.ts'
import { installation } from '../doctor/installation.ts'
import { findingLines } from '../doctor/render.ts'
import { LatchkeyError } from '../errors.ts'
import type { Organisation } from '../organisation/organisation.ts'
import { type Text, text } from '../words/text.ts'
import { type Choices, createChoices } from './choices.ts'
import { type Company, readCompany } from './company.ts'
import { createSaver } from './save.ts'
import { createSettings, type Settings } from './settings.ts'
import type { Terminal } from './terminal.ts'

export interface Wizard {
  terminal: Terminal
  settings: Settings
  choices: Choices
  /** The folder in which .env stands. */
  folder: string
  /** The folder for the manifests. */
  manifests: string
  /** Where Teams sends what people write, behind the public address. */
  teamsPath: string
  /** Everything that the doctor would be given now. */
  deps(): Promise<CheckDeps>
  /** Runs some of the doctor's checks on the answers so far, and shows what they found. */
  look(checks: readonly string[], organisation?: Organisation): Promise<readonly Finding[]>
  /** All of them, shown by the caller. */
  lookAtAll(): Promise<Report>
  /** People and groups, read once. Undefined, and said why, where JumpCloud cannot be read. */
  company(): Promise<Company | undefined>
}

export interface Step {
  name: string
  title: Text
  /** Nothing is missing; it may still be asked again. */
  isDone(wizard: Wizard): boolean
  run(wizard: Wizard): Promise<void>
}

export interface WizardOptions {
  terminal: Terminal
  envPath: string
  /** The text of latchkey.example.yaml. */
  example: string
  manifests: string
  teamsPath: string
  skillNames: readonly string[]
  /** What the process was started with. */
  outside: Environment
  clock: Clock
  /** JumpCloud's own without it. */
  hostsOf?: CheckDeps['hostsOf'] | undefined
}

export function createWizard(options: WizardOptions): Wizard {
  const { terminal, envPath, example, manifests, teamsPath, skillNames, outside, clock, hostsOf } = options
  const folder = dirname(envPath)
  const saver = createSaver({ terminal, clock })
  const settings = createSettings({ path: envPath, outside, saver })
  const policyPath = resolve(folder, settings.get('LATCHKEY_POLICY') ?? 'latchkey.yaml')
  const choices = createChoices({ path: policyPath, example, skillNames, saver })
  const scopes = slackScopes.map(({ scope }) => scope)
  const deps = () =>
    installation({ environment: settings.environment(), role: 'all', slackScopes: scopes, teamsPath, clock, hostsOf })
  let company: Company | undefined
  return {
    terminal,
    settings,
    choices,
    folder,
    manifests,
    teamsPath,
    deps,
    async look(names, organisation) {
      const checks = await loadChecks()
      for (const name of checks.keys()) if (!names.includes(name)) checks.delete(name)
      const given = await deps()
      const looking = examine(organisation ? { ...given, organisation } : given, checks)
      const { findings } = await terminal.during(text('setup.looking'), looking)
      terminal.show(findings.flatMap(findingLines))
      return findings
    },
    lookAtAll: async () => terminal.during(text('setup.looking-at-all'), examine(await deps())),
    async company() {
      if (company) return company
      const connection = await terminal.during(text('setup.connecting'), connect(await deps()))
      if (connection.kind === 'bad') {
        terminal.show(findingLines(connection.finding))
        terminal.say(text('setup.needs-jumpcloud'))
        return undefined
      }
      try {
        company = await terminal.during(text('setup.reading-company'), readCompany(connection))
      } catch (error) {
        if (!(error instanceof LatchkeyError) || error.code === 'setup-stopped') throw error
        terminal.show(findingLines({ level: 'error', what: error.text, cure: text('setup.needs-jumpcloud') }))
      }
      return company
    },
  }
}
