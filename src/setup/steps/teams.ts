// Microsoft Teams: app id, tenant and secret, the package with the steps to click, and whether Microsoft gives a token.
import { writeTeamsPackage } from '../../../manifest/write.ts'
import { text } from '../../words/text.ts'
import { askSecret, askSetting } from '../ask-setting.ts'
import { settle } from '../settle.ts'
import { sayTogether } from '../terminal.ts'
import type { Step, Wizard } from '../wizard.ts'

const names = ['TEAMS_APP_ID', 'TEAMS_TENANT_ID', 'TEAMS_APP_PASSWORD', 'TEAMS_APP_CERTIFICATE'] as const

export const teamsStep: Step = {
  name: 'teams',
  title: text('setup.teams'),
  isDone: ({ settings }) => settings.has('TEAMS_APP_ID'),
  async run(wizard) {
    const { terminal, settings } = wizard
    // Half of a working install has Slack alone.
    const isWanted = await terminal.agree(text('setup.use-teams'), settings.has('TEAMS_APP_ID'))
    if (isWanted && !(await wizard.deps()).config.publicUrl?.startsWith('https:')) {
      terminal.say(text('setup.teams-needs-url'))
      return
    }
    if (isWanted) await settle(wizard, { ask: () => ask(wizard), look: () => wizard.look(['teams']) })
    else for (const name of names) settings.set(name, undefined)
    await settings.save()
  },
}

async function ask(wizard: Wizard): Promise<void> {
  const { terminal, settings, manifests: out, teamsPath } = wizard
  terminal.say(text('setup.teams-steps'))
  await askSetting(wizard, 'TEAMS_APP_ID', text('setup.ask-teams-app'))
  const { organisation, config } = await wizard.deps()
  const about = { out, publicUrl: config.publicUrl, teamsAppId: settings.get('TEAMS_APP_ID'), teamsPath, organisation }
  sayTogether(terminal, (await writeTeamsPackage(about)).lines)
  await askSetting(wizard, 'TEAMS_TENANT_ID', text('setup.ask-tenant'))
  if (settings.has('TEAMS_APP_CERTIFICATE')) terminal.say(text('setup.certificate-kept'))
  else await askSecret(wizard, 'TEAMS_APP_PASSWORD', text('setup.ask-teams-secret'))
}
