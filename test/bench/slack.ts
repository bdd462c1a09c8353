// A Slack without limits for the bench: it answers at once, and says when a message reached a conversation.
import { createHmac, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export const team = 'T0BENCH01'
export const app = 'A0BENCH01'
export const signingSecret = 'a-signing-secret-of-the-bench'
export const botToken = 'xoxb-bench'
export const userOf = (n: number): string => `U0BENCH${String(n).padStart(5, '0')}`
const conversationOf = (user: string): string => `D${user}`

type Call = Record<string, string>
const answers: Record<string, (call: Call) => object> = {
  'auth.test': () => ({ team_id: team, user_id: 'U0BENCHBOT', bot_id: 'B0BENCH01' }),
  'bots.info': () => ({ bot: { id: 'B0BENCH01', app_id: app } }),
  'users.info': ({ user = '' }) => ({ user: colleague(user) }),
  'conversations.open': ({ users = '' }) => ({ channel: { id: conversationOf(users) } }),
  'chat.postMessage': ({ channel }) => ({ channel, ts: `${Date.now()}.${randomUUID().slice(0, 6)}` }),
  'chat.update': ({ channel, ts }) => ({ channel, ts }),
}

const colleague = (id: string) => ({
  ...{ id, team_id: team, name: id.toLowerCase(), is_bot: false, deleted: false, tz: 'Europe/Berlin', locale: 'en-GB' },
  ...{ is_restricted: false, is_ultra_restricted: false, is_email_confirmed: true },
  profile: { real_name: id, email: `${id.toLowerCase()}@northwind.example` },
})

export interface BenchSlack {
  apiUrl: string
  /** Resolves with the time at which the next message is posted to this person. */
  nextMessage(user: string): Promise<number>
  close(): Promise<void>
}

export async function startBenchSlack(): Promise<BenchSlack> {
  const waiting = new Map<string, (at: number) => void>()
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const part of request) body += String(part)
    const method = request.url?.split('/').at(-1)?.split('?')[0] ?? ''
    const call = Object.fromEntries(new URLSearchParams(body))
    if (method === 'chat.postMessage') {
      waiting.get(call.channel ?? '')?.(performance.now())
      waiting.delete(call.channel ?? '')
    }
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ ok: true, ...answers[method]?.(call) }))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    apiUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/`,
    nextMessage: (user) => new Promise((resolve) => waiting.set(conversationOf(user), resolve)),
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

/** A message event as Slack sends it, signed now. */
export function signedMessage(user: string, text: string): { body: string; headers: Record<string, string> } {
  const ts = Date.now() / 1000
  const event = { type: 'message', user, team, text, ts: ts.toFixed(6), event_ts: ts.toFixed(6) }
  const body = JSON.stringify({
    team_id: team,
    context_team_id: team,
    api_app_id: app,
    event: { ...event, channel: conversationOf(user), channel_type: 'im', client_msg_id: randomUUID() },
    type: 'event_callback',
    event_id: `Ev${randomUUID().replaceAll('-', '').slice(0, 16).toUpperCase()}`,
    event_time: Math.floor(ts),
    authorizations: [{ enterprise_id: null, team_id: team, user_id: 'U0BENCHBOT', is_bot: true }],
  })
  const at = String(Math.floor(ts))
  const signature = createHmac('sha256', signingSecret).update(`v0:${at}:${body}`).digest('hex')
  return {
    body,
    headers: {
      'content-type': 'application/json',
      'x-slack-request-timestamp': at,
      'x-slack-signature': `v0=${signature}`,
    },
  }
}
