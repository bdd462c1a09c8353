// Shoots at a bot in a process of its own, with valid traffic in between, and tells what came of it.
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { request } from 'node:http'
import { connect } from 'node:net'
import { join } from 'node:path'
import { z } from 'zod'
import { eventsPath } from '../../../adapters/slack/index.ts'
import { type FakeSlack, startFakeSlack } from '../../fakes/slack.ts'
import { commandForm, envelope, messageEvent, pressPayload, submitPayload } from '../../fakes/slack-payloads.ts'
import { getPerson } from '../../fakes/slack-state.ts'
import { contentType, signature } from '../../fakes/slack-wire.ts'
import { type Chance, type Forge, type Forged, families } from './forged.ts'

const report = z.object({
  received: z.array(z.string()),
  contacted: z.array(z.string()),
  crashes: z.array(z.string()),
  rss: z.number(),
})

export async function openTarget() {
  const slack = await startFakeSlack()
  const { apiUrl, botToken, signingSecret } = slack
  const bot = fork(join(import.meta.dirname, 'forged-bot.ts'), [JSON.stringify({ apiUrl, botToken, signingSecret })], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    execArgv: ['--expose-gc'],
  })
  const [{ port }] = z
    .tuple([z.object({ port: z.number() })])
    .rest(z.unknown())
    .parse(await once(bot, 'message'))
  return {
    slack,
    url: `http://127.0.0.1:${port}${eventsPath}`,
    async report() {
      const told = once(bot, 'message')
      bot.send('report')
      return report.parse((await told)[0])
    },
    isAlive: () => isRunning(bot),
    async close() {
      if (isRunning(bot)) {
        const gone = once(bot, 'exit')
        bot.kill('SIGKILL')
        await gone
      }
      await slack.close()
    },
  }
}
export type Target = Awaited<ReturnType<typeof openTarget>>

const isRunning = (bot: ChildProcess): boolean => bot.exitCode === null && bot.signalCode === null

/** The status, or 0 where the line was cut without one. */
export function shoot(url: string, forged: Forged): Promise<number> {
  if (forged.raw !== undefined) return shootRaw(new URL(url), forged.raw)
  const { promise, resolve } = Promise.withResolvers<number>()
  const { hostname, port, pathname } = new URL(url)
  // Not as part of the address, which would be tidied up before it is sent.
  const path = pathname + (forged.path ?? '')
  const options = { hostname, port, path, method: forged.method ?? 'POST', agent: false }
  const outgoing = request(options, (response) => {
    response.resume()
    response.on('close', () => resolve(response.statusCode ?? 0))
  })
  outgoing.on('error', () => resolve(0))
  for (const [name, value] of Object.entries(forged.headers)) outgoing.setHeader(name, value)
  outgoing.setHeader('content-length', forged.body.length)
  outgoing.end(forged.body)
  return promise
}

function shootRaw({ hostname, port }: URL, raw: string): Promise<number> {
  const { promise, resolve } = Promise.withResolvers<number>()
  const socket = connect(Number(port), hostname, () => void socket.end(raw))
  let answer = ''
  socket.on('data', (data) => {
    answer += data
  })
  socket.on('error', () => resolve(0))
  socket.on('close', () => resolve(Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1] ?? 0)))
  return promise
}

const inJson = (body: Buffer, secret: string): Forged => {
  const ts = Math.floor(Date.now() / 1000)
  return {
    body,
    headers: {
      'content-type': contentType.json,
      'x-slack-request-timestamp': `${ts}`,
      'x-slack-signature': signature(secret, ts, body),
    },
  }
}

export function createForge(slack: FakeSlack, chance: Chance, captured: () => Forged): Forge {
  const { state, signingSecret: secret } = slack
  const maya = getPerson(state, 'maya')
  const card = { channel: 'DU0MAYA001', ts: '1.2', user: state.botUser, text: '', blocks: [], metadata: {}, edits: 0 }
  const modal = {
    id: 'V1',
    hash: '1.a',
    trigger: '',
    view: { callback_id: 'latchkey-form', private_metadata: 'forged' },
  }
  const button = { type: 'button', label: 'Go', actionId: 'press-0', value: 'forged', option: undefined }
  return {
    chance,
    secret,
    captured,
    get now() {
      return Math.floor(Date.now() / 1000)
    },
    event: (rest = {}) => envelope(state, messageEvent(state, maya, 'forged', state.timestamp()), rest),
    press: (rest = {}) => ({ ...pressPayload(state, maya, card, button), ...rest }),
    submit: (rest = {}) => ({ ...submitPayload(state, maya, modal, {}), ...rest }),
    command: (rest = {}) => ({ ...commandForm(state, maya, 'C0GENERAL', 'forged'), ...rest }),
  }
}

export interface Outcome {
  /** How often each status was the answer. */
  statuses: Record<number, number>
  /** Families whose answer was 5xx, with it. */
  broken: string[]
  valid: number
  slowestValidMs: number
}

/** `count` forged requests, every family in turn, a few at once; one valid request beside every ten. */
export async function shootAll(target: Target, chance: Chance, count: number): Promise<Outcome> {
  const { slack, url } = target
  const outcome: Outcome = { statuses: {}, broken: [], valid: 0, slowestValidMs: 0 }
  let captured: Forged | undefined
  const sendValid = async () => {
    const said = `valid ${outcome.valid++}`
    const event = messageEvent(slack.state, getPerson(slack.state, 'leo'), said, slack.state.timestamp())
    const made = inJson(Buffer.from(JSON.stringify(envelope(slack.state, event))), slack.signingSecret)
    const began = performance.now()
    const status = await shoot(url, made)
    outcome.slowestValidMs = Math.max(outcome.slowestValidMs, performance.now() - began)
    if (status !== 200) outcome.broken.push(`${said} was answered ${status}`)
    captured = made
  }
  await sendValid()
  const forge = createForge(slack, chance, () => captured ?? inJson(Buffer.from('{}'), ''))
  const names = Object.keys(families)
  const atOnce = 8
  for (let sent = 0; sent < count; sent += atOnce) {
    const batch = Array.from({ length: Math.min(atOnce, count - sent) }, async (_, place) => {
      const name = names[(sent + place) % names.length] ?? ''
      const made = families[name]?.(forge)
      if (!made) return
      const status = await shoot(url, made)
      outcome.statuses[status] = (outcome.statuses[status] ?? 0) + 1
      if (status >= 500) outcome.broken.push(`${name}: ${status}`)
    })
    await Promise.all([...batch, sent % 16 === 0 ? sendValid() : undefined])
  }
  return outcome
}
