// Signing in at JumpCloud, if it is wanted: the application to make there, its id and secret, and whether it answers.
import { text } from '../../words/text.ts'
import { askSecret, askSetting } from '../ask-setting.ts'
import { settle } from '../settle.ts'
import type { Step, Wizard } from '../wizard.ts'

const names = ['JUMPCLOUD_OIDC_CLIENT_ID', 'JUMPCLOUD_OIDC_CLIENT_SECRET', 'JUMPCLOUD_OIDC_ISSUER'] as const

export const signInStep: Step = {
  name: 'sign-in',
  title: text('setup.sign-in'),
  isDone: ({ settings }) => settings.has('JUMPCLOUD_OIDC_CLIENT_ID'),
  async run(wizard) {
    const { terminal, settings } = wizard
    terminal.say(text('setup.sign-in-why'))
    const isWanted = await terminal.agree(text('setup.use-sign-in'), settings.has('JUMPCLOUD_OIDC_CLIENT_ID'))
    const url = (await wizard.deps()).config.publicUrl
    if (isWanted && !url?.startsWith('https:')) {
      terminal.say(text('setup.sign-in-needs-url'))
      return
    }
    if (isWanted) {
      terminal.say(text('setup.sign-in-steps', { url: `${url}/p/-/signed-in` }))
      await settle(wizard, { ask: () => ask(wizard), look: () => wizard.look(['sign-in']) })
    } else for (const name of names) settings.set(name, undefined)
    await settings.save()
  },
}

async function ask(wizard: Wizard): Promise<void> {
  const { region } = (await wizard.deps()).config.jumpcloud
  await askSetting(wizard, 'JUMPCLOUD_OIDC_CLIENT_ID', text('setup.ask-oidc-client'))
  await askSecret(wizard, 'JUMPCLOUD_OIDC_CLIENT_SECRET', text('setup.ask-oidc-secret'))
  // Of the others JumpCloud's documentation names none that would be the same for everybody.
  if (region !== 'us') await askSetting(wizard, 'JUMPCLOUD_OIDC_ISSUER', text('setup.ask-oidc-issuer'))
}
