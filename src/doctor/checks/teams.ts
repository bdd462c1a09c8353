// Whether Microsoft gives this app a token in this tenant: app id, tenant and secret or certificate in one look.
import type { Clock } from '../../clock.ts'
import type { Draft } from '../../config.ts'
import { text, type WordKey } from '../../words/text.ts'
import { clientAssertion } from '../client-assertion.ts'
import type { CheckDeps, Finding } from '../finding.ts'
import { fieldsOf, look } from '../look.ts'

const scope = 'https://api.botframework.com/.default'

type Deps = Pick<CheckDeps, 'config' | 'clock' | 'teamsPath'>

export async function check({ config: { teams, publicUrl }, clock, teamsPath }: Deps): Promise<Finding[]> {
  if (!teams) return [{ level: 'note', what: text('doctor.teams-off') }]
  const findings = [await login(teams, clock)]
  // Where Azure delivers to is known to Azure alone, so all that can be done is to say what must stand there.
  if (publicUrl !== undefined)
    findings.push({ level: 'note', what: text('doctor.teams-endpoint', { url: `${publicUrl}${teamsPath}` }) })
  return findings
}

async function login(
  { appId, tenantId, credential, loginUrl = 'https://login.microsoftonline.com' }: NonNullable<Draft['teams']>,
  clock: Clock,
): Promise<Finding> {
  const url = `${loginUrl}/${tenantId}/oauth2/v2.0/token`
  const form = new URLSearchParams({ grant_type: 'client_credentials', client_id: appId, scope })
  if (credential.kind === 'password') form.set('client_secret', credential.password)
  else {
    const assertion = clientAssertion(credential.pem, { appId, url, now: clock.now() })
    if (assertion === undefined)
      return { level: 'error', what: text('doctor.teams-bad-certificate'), cure: text('doctor.teams-renew') }
    form.set('client_assertion_type', 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer')
    form.set('client_assertion', assertion)
  }
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  const sent = await look({ url, method: 'POST', headers, body: form.toString() })
  const fields = fieldsOf(sent)
  if (sent.kind === 'answer' && sent.status === 200 && typeof fields.access_token === 'string')
    return { level: 'good', what: text('doctor.teams-good', { tenant: tenantId }) }
  if (sent.kind === 'failed')
    return {
      level: 'error',
      what: text('doctor.teams-silent', { reason: sent.reason }),
      cure: text('doctor.reach', { name: 'Microsoft' }),
    }
  // Entra's own number says what is wrong; its sentence may repeat ids and stays out.
  const code = /AADSTS\d+/.exec(String(fields.error_description ?? ''))?.[0] ?? `HTTP ${sent.status}`
  return {
    level: 'error',
    what: text('doctor.teams-refused', { code }),
    cure: text(cures[code] ?? 'doctor.teams-check'),
  }
}

/** Microsoft Entra, "authentication and authorization error codes". */
const cures: Record<string, WordKey> = {
  AADSTS7000215: 'doctor.teams-renew',
  AADSTS7000222: 'doctor.teams-renew',
  AADSTS700027: 'doctor.teams-renew',
  AADSTS700016: 'doctor.teams-app',
  AADSTS90002: 'doctor.teams-tenant',
  AADSTS700024: 'doctor.set-clock',
}
