// The address at which Slack and Teams reach this machine, if there is one, and the port behind it.
import { isLoopback } from '../../config/address.ts'
import { reached } from '../../doctor/checks/public-url.ts'
import type { Finding } from '../../doctor/finding.ts'
import { findingLines } from '../../doctor/render.ts'
import { type Text, text } from '../../words/text.ts'
import { askSetting } from '../ask-setting.ts'
import { settle } from '../settle.ts'
import type { Step, Wizard } from '../wizard.ts'

export const addressStep: Step = {
  name: 'address',
  title: text('setup.address'),
  isDone: ({ settings }) => settings.has('PORT'),
  async run(wizard) {
    wizard.terminal.say(text('setup.address-why'))
    await settle(wizard, {
      async ask() {
        const check = (typed: string): Text | undefined => outsideOnly(typed)
        await askSetting(wizard, 'PUBLIC_URL', text('setup.ask-url'), { mayBeEmpty: true, check })
        await askSetting(wizard, 'PORT', text('setup.ask-port'), { usual: '3000' })
      },
      look: () => look(wizard),
    })
    await wizard.settings.save()
  },
}

/** Slack and Teams take https alone, and this machine's own name means somebody else to them. */
function outsideOnly(typed: string): Text | undefined {
  const url = URL.parse(typed)
  return url?.protocol === 'https:' && !isLoopback(url) ? undefined : text('setup.url-outside')
}

async function look({ terminal, deps }: Wizard): Promise<readonly Finding[]> {
  const { publicUrl, port } = (await deps()).config
  if (publicUrl === undefined) {
    terminal.say(text('setup.no-url'))
    return []
  }
  const finding = await terminal.during(text('setup.looking'), reached(publicUrl, port, true))
  terminal.show(findingLines(finding))
  return [finding]
}
