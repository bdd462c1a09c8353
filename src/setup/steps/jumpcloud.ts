// Region and credential of JumpCloud, with each permission looked at at once; the organisation where there are several.
import { connect } from '../../doctor/connection.ts'
import type { Finding } from '../../doctor/finding.ts'
import { permissionsOf } from '../../permissions.ts'
import { list, text } from '../../words/text.ts'
import { askSecret, askSetting, isFixed } from '../ask-setting.ts'
import { settle } from '../settle.ts'
import type { Step, Wizard } from '../wizard.ts'

const checks = ['jumpcloud-credential', 'jumpcloud-permissions', 'jumpcloud-excess']
const regions = ['us', 'eu', 'in'] as const

export const jumpcloudStep: Step = {
  name: 'jumpcloud',
  title: text('setup.jumpcloud'),
  isDone: ({ settings }) => settings.has('JUMPCLOUD_API_KEY') || settings.has('JUMPCLOUD_CLIENT_ID'),
  async run(wizard) {
    await settle(wizard, { ask: () => ask(wizard), look: () => look(wizard) })
    await wizard.settings.save()
  },
}

async function ask(wizard: Wizard): Promise<void> {
  const { terminal, settings } = wizard
  if (!isFixed(wizard, 'JUMPCLOUD_REGION')) {
    const region = await terminal.choose(
      text('setup.region'),
      regions.map((value) => ({ value, label: text('setup.region-name', { region: value }) })),
      regions.find((one) => one === settings.get('JUMPCLOUD_REGION')) ?? 'us',
    )
    settings.set('JUMPCLOUD_REGION', region)
  }
  if (isFixed(wizard, 'JUMPCLOUD_API_KEY') || isFixed(wizard, 'JUMPCLOUD_CLIENT_ID')) return
  const kind = await terminal.choose(
    text('setup.credential'),
    [
      { value: 'api-key', label: text('setup.api-key') },
      { value: 'client', label: text('setup.client') },
    ],
    settings.has('JUMPCLOUD_CLIENT_ID') ? 'client' : 'api-key',
  )
  await (kind === 'api-key' ? askKey(wizard) : askClient(wizard))
}

async function askKey(wizard: Wizard): Promise<void> {
  const { terminal, settings } = wizard
  terminal.say(text('setup.api-key-steps'))
  await askSecret(wizard, 'JUMPCLOUD_API_KEY', text('setup.ask-api-key'))
  settings.set('JUMPCLOUD_CLIENT_ID', undefined)
  settings.set('JUMPCLOUD_CLIENT_SECRET', undefined)
}

async function askClient(wizard: Wizard): Promise<void> {
  const { terminal, settings } = wizard
  const permissions = permissionsOf((await wizard.deps()).needs).map(({ name }) => name)
  terminal.say(text('setup.client-steps', { permissions: list(permissions) }))
  await askSecret(wizard, 'JUMPCLOUD_CLIENT_ID', text('setup.ask-client-id'))
  await askSecret(wizard, 'JUMPCLOUD_CLIENT_SECRET', text('setup.ask-client-secret'))
  settings.set('JUMPCLOUD_API_KEY', undefined)
  const region = settings.get('JUMPCLOUD_REGION') ?? 'us'
  if (region === 'us') settings.set('JUMPCLOUD_OAUTH_URL', undefined)
  else await askSetting(wizard, 'JUMPCLOUD_OAUTH_URL', text('setup.ask-token-host', { region }))
}

async function look(wizard: Wizard): Promise<readonly Finding[]> {
  await chooseOrganisation(wizard)
  const findings = await wizard.look(checks)
  const region = findings.find(({ what }) => what.key === 'doctor.wrong-region')?.cure?.values?.region
  if (region === undefined || wizard.settings.isOutside('JUMPCLOUD_REGION')) return findings
  if (!(await wizard.terminal.agree(text('setup.other-region', { region })))) return findings
  wizard.settings.set('JUMPCLOUD_REGION', String(region))
  return look(wizard)
}

/** Directory Insights wants to be told the organisation by a service account; so it is written down as soon as it is known. */
async function chooseOrganisation(wizard: Wizard): Promise<void> {
  const { terminal, settings } = wizard
  const connection = await terminal.during(text('setup.connecting'), connect(await wizard.deps()))
  if (connection.kind === 'good') {
    const { credential, organisation } = connection
    if (credential.kind !== 'client' || !organisation || settings.has('JUMPCLOUD_ORG_ID')) return
    settings.set('JUMPCLOUD_ORG_ID', organisation.id)
    terminal.say(text('setup.organisation-set', { name: organisation.name }))
    return
  }
  const { organisations = [] } = connection
  if (organisations.length === 0 || settings.isOutside('JUMPCLOUD_ORG_ID')) return
  const options = organisations.map(({ id, name }) => ({ value: id, label: `${name} (${id})` }))
  settings.set('JUMPCLOUD_ORG_ID', await terminal.choose(text('setup.which-organisation'), options))
}
