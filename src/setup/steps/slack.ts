// Slack: the manifest with the steps to click, the secrets, and whether Slack knows them and the scopes are right.
import { writeSlackManifest } from '../../../manifest/write.ts'
import { text } from '../../words/text.ts'
import { askSecret } from '../ask-setting.ts'
import { settle } from '../settle.ts'
import { sayTogether } from '../terminal.ts'
import type { Step, Wizard } from '../wizard.ts'

const names = ['SLACK_SIGNING_SECRET', 'SLACK_BOT_TOKEN', 'SLACK_APP_TOKEN'] as const

export const slackStep: Step = {
  name: 'slack',
  title: text('setup.slack'),
  isDone: ({ settings }) => settings.has('SLACK_BOT_TOKEN') && settings.has('SLACK_SIGNING_SECRET'),
  async run(wizard) {
    const { terminal, settings } = wizard
    if (await terminal.agree(text('setup.use-slack'))) {
      const isSocket = await chooseSocket(wizard)
      const { organisation, config } = await wizard.deps()
      const { publicUrl } = config
      const manifest = { out: wizard.manifests, publicUrl, socketMode: isSocket, organisation }
      sayTogether(terminal, (await writeSlackManifest(manifest)).lines)
      await settle(wizard, {
        async ask() {
          await askSecret(wizard, 'SLACK_SIGNING_SECRET', text('setup.ask-signing-secret'))
          await askSecret(wizard, 'SLACK_BOT_TOKEN', text('setup.ask-bot-token'))
          if (isSocket) await askSecret(wizard, 'SLACK_APP_TOKEN', text('setup.ask-app-token'))
          else settings.set('SLACK_APP_TOKEN', undefined)
        },
        look: () => wizard.look(['slack']),
      })
    } else for (const name of names) settings.set(name, undefined)
    await settings.save()
  },
}

/** Over HTTP Slack must find this machine; over Socket Mode Latchkey opens the connection. */
async function chooseSocket({ terminal, settings, deps }: Wizard): Promise<boolean> {
  const { publicUrl } = (await deps()).config
  if (!publicUrl?.startsWith('https:')) {
    terminal.say(text('setup.socket-only'))
    return true
  }
  const way = await terminal.choose(
    text('setup.slack-way'),
    [
      { value: 'http', label: text('setup.over-http', { url: publicUrl }) },
      { value: 'socket', label: text('setup.over-socket') },
    ],
    settings.has('SLACK_APP_TOKEN') ? 'socket' : 'http',
  )
  return way === 'socket'
}
