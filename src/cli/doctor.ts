// `doctor`: looks at everything Latchkey needs, says what is wrong and what cures it, and ends with 1 when something is.
import { Command, Option } from 'commander'
import { messagesPath } from '../../adapters/teams/path.ts'
import { slackScopes } from '../../manifest/slack-scopes.ts'
import { systemClock } from '../clock.ts'
import { examine } from '../doctor/doctor.ts'
import { installation } from '../doctor/installation.ts'
import { renderReport, reportData } from '../doctor/render.ts'
import { type ProcessRole, processRoles } from '../roles.ts'
import { english } from '../words/render.ts'
import { text } from '../words/text.ts'

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
      const report = await examine(
        await installation({
          role,
          slackScopes: slackScopes.map(({ scope }) => scope),
          teamsPath: messagesPath,
          clock: systemClock,
        }),
      )
      process.stdout.write(json ? `${JSON.stringify(reportData(report), undefined, 2)}\n` : renderReport(report))
      if (!report.isSound) process.exitCode = 1
    })
