// The mail server, if there is one: who is warned by letter, and whether it lets Latchkey in.
import { text } from '../../words/text.ts'
import { askSecret, askSetting } from '../ask-setting.ts'
import { settle } from '../settle.ts'
import type { Step, Wizard } from '../wizard.ts'

export const mailStep: Step = {
  name: 'mail',
  title: text('setup.mail'),
  isDone: ({ settings }) => settings.has('SMTP_URL'),
  async run(wizard) {
    const { terminal, settings } = wizard
    terminal.say(text('setup.mail-why'))
    const isWanted = await terminal.agree(text('setup.use-mail'), settings.has('SMTP_URL'))
    if (isWanted) await settle(wizard, { ask: () => ask(wizard), look: () => wizard.look(['mail']) })
    else for (const name of ['SMTP_URL', 'MAIL_FROM'] as const) settings.set(name, undefined)
    await settings.save()
  },
}

async function ask(wizard: Wizard): Promise<void> {
  await askSecret(wizard, 'SMTP_URL', text('setup.ask-smtp'))
  await askSetting(wizard, 'MAIL_FROM', text('setup.ask-mail-from'))
}
