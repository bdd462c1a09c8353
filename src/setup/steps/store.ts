// Where the records are kept, tested at once, and the secret that seals them, made when there is none.
import { randomBytes } from 'node:crypto'
import { text } from '../../words/text.ts'
import { askSecret, askSetting, isFixed } from '../ask-setting.ts'
import { settle } from '../settle.ts'
import type { Step, Wizard } from '../wizard.ts'

const usualFolder = '.latchkey/data'

export const storeStep: Step = {
  name: 'store',
  title: text('setup.store'),
  isDone: ({ settings }) => settings.has('LATCHKEY_SECRET'),
  async run(wizard) {
    const { settings, terminal } = wizard
    const made = randomBytes(32).toString('hex')
    if (!settings.has('LATCHKEY_SECRET')) settings.set('LATCHKEY_SECRET', made)
    const isMade = (): boolean => settings.get('LATCHKEY_SECRET') === made
    let isOther = false
    await settle(wizard, {
      async ask() {
        if (!isOther) return askPlace(wizard)
        if (isMade()) settings.set('LATCHKEY_SECRET', undefined)
        await askSecret(wizard, 'LATCHKEY_SECRET', text('setup.ask-secret'))
      },
      async look() {
        const findings = await wizard.look(['store'])
        isOther = findings.some(({ what }) => what.key === 'doctor.other-secret')
        return findings
      },
    })
    // A new secret would never open a store that another one has sealed.
    if (isMade() && isOther) settings.set('LATCHKEY_SECRET', undefined)
    else if (isMade()) terminal.say(text('setup.secret-made'))
    await settings.save()
  },
}

async function askPlace(wizard: Wizard): Promise<void> {
  const { terminal, settings } = wizard
  if (isFixed(wizard, 'DATABASE_URL')) return
  const kind = await terminal.choose(
    text('setup.store-kind'),
    [
      { value: 'embedded', label: text('setup.embedded') },
      { value: 'postgres', label: text('setup.postgres') },
    ],
    settings.has('DATABASE_URL') ? 'postgres' : 'embedded',
  )
  if (kind === 'postgres') {
    terminal.say(text('setup.postgres-steps'))
    await askSecret(wizard, 'DATABASE_URL', text('setup.ask-database'))
    return
  }
  settings.set('DATABASE_URL', undefined)
  await askSetting(wizard, 'LATCHKEY_DATA', text('setup.ask-folder'), { usual: usualFolder })
}
