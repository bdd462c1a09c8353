// `setup`: asks in the terminal for everything that Latchkey needs, tests each answer, and writes .env and latchkey.yaml.
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { Command, Option } from 'commander'
import { messagesPath } from '../../adapters/teams/path.ts'
import { systemClock } from '../clock.ts'
import { envFile } from '../config/env-file.ts'
import { startedWith } from '../config.ts'
import { hasCode, LatchkeyError } from '../errors.ts'
import { runSetup, stepNames } from '../setup/setup.ts'
import { createTerminal } from '../setup/terminal.ts'
import { createWizard } from '../setup/wizard.ts'
import { loadSkills } from '../skills.ts'
import { english } from '../words/render.ts'
import { text } from '../words/text.ts'

const example = join(import.meta.dirname, '../../latchkey.example.yaml')

export const setupCommand = (): Command =>
  new Command('setup')
    .description(english(text('setup.about')))
    .addOption(new Option('--only <step...>', english(text('setup.only'))).choices(stepNames))
    .action(({ only }: { only?: string[] }) => setup(only))

async function setup(only: string[] | undefined): Promise<void> {
  const { stdin: input, stdout: output } = process
  if (!input.isTTY || !output.isTTY) throw new LatchkeyError('bad-input', { reason: text('setup.no-terminal') })
  const wizard = createWizard({
    terminal: createTerminal({ input, output }),
    envPath: resolve(envFile),
    example: readFileSync(example, 'utf8'),
    manifests: resolve('manifest/out'),
    teamsPath: messagesPath,
    skillNames: [...(await loadSkills()).keys()],
    outside: startedWith(),
    clock: systemClock,
  })
  try {
    const { isSound } = await runSetup(wizard, only)
    if (!isSound) process.exitCode = 1
  } catch (error) {
    if (!hasCode(error, 'setup-stopped')) throw error
    process.stderr.write(`${error.message}\n`)
    // A look that is under way would keep the process for some more seconds.
    process.exit(1)
  }
}
