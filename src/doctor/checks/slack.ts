// Whether Slack knows the tokens, and whether the app has the scopes of its manifest: none missing, none besides.
import { text } from '../../words/text.ts'
import type { CheckDeps, Finding } from '../finding.ts'
import { fieldsOf, look } from '../look.ts'

type Deps = Pick<CheckDeps, 'config' | 'slackScopes'>

/** Status and suggestions: Slack offers them on paid plans, and without them everything else works. */
const withFallback = ['assistant:write']

export async function check({ config: { slack }, slackScopes }: Deps): Promise<Finding[]> {
  if (!slack) return [{ level: 'note', what: text('doctor.slack-off') }]
  const api = (slack.apiUrl ?? 'https://slack.com/api').replace(/\/+$/, '')
  const bot = await ask(api, 'auth.test', slack.botToken)
  const findings = 'finding' in bot ? [bot.finding] : [connected(bot.fields), ...scopes(bot.scopes, slackScopes)]
  if (slack.appToken === undefined) return [...findings, { level: 'note', what: text('doctor.slack-signing') }]
  const socket = await ask(api, 'apps.connections.open', slack.appToken)
  return [...findings, 'finding' in socket ? socket.finding : { level: 'good', what: text('doctor.slack-socket') }]
}

type Answer = { fields: Record<string, unknown>; scopes: string[] } | { finding: Finding }

async function ask(api: string, method: 'auth.test' | 'apps.connections.open', token: string): Promise<Answer> {
  const sent = await look({
    url: `${api}/${method}`,
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/x-www-form-urlencoded' },
    body: '',
  })
  const isBot = method === 'auth.test'
  const fields = fieldsOf(sent)
  if (sent.kind === 'answer' && fields.ok === true) {
    const header = sent.headers['x-oauth-scopes'] ?? ''
    return { fields, scopes: header.split(/[\s,]+/).filter((scope) => scope !== '') }
  }
  if (typeof fields.error === 'string' && /^[a-z_]{1,60}$/.test(fields.error)) {
    const { error } = fields
    return {
      finding: isBot
        ? { level: 'error', what: text('doctor.slack-token', { error }), cure: text('doctor.renew-slack-token') }
        : {
            level: 'error',
            what: text('doctor.slack-app-token', { error }),
            cure: text('doctor.renew-slack-app-token'),
          },
    }
  }
  const reason = sent.kind === 'failed' ? sent.reason : `HTTP ${sent.status}`
  return {
    finding: {
      level: 'error',
      what: text('doctor.slack-silent', { reason }),
      cure: text('doctor.reach', { name: 'Slack' }),
    },
  }
}

const connected = ({ team, user }: Record<string, unknown>): Finding => ({
  level: 'good',
  what: text('doctor.slack-connected', { team: String(team ?? '?'), user: String(user ?? '?') }),
})

function scopes(held: readonly string[], wanted: readonly string[]): Finding[] {
  if (held.length === 0) return [{ level: 'note', what: text('doctor.slack-no-scopes') }]
  const missing = wanted
    .filter((scope) => !held.includes(scope))
    .map(
      (permission): Finding => ({
        level: withFallback.includes(permission) ? 'warning' : 'error',
        permission,
        what: text('doctor.slack-missing', { permission }),
        cure: text('doctor.slack-add', { permission }),
      }),
    )
  const excess = held
    .filter((scope) => !wanted.includes(scope))
    .map(
      (permission): Finding => ({
        level: 'warning',
        permission,
        what: text('doctor.slack-excess', { permission }),
        cure: text('doctor.slack-remove', { permission }),
      }),
    )
  const findings = [...missing, ...excess]
  return findings.length > 0
    ? findings
    : [{ level: 'good', what: text('doctor.slack-scopes', { count: wanted.length }) }]
}
