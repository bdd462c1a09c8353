// Shoots at a bot in a process of its own, with honest messages beside, and tells what came of it.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { z } from 'zod'
import { startFakeTeams } from '../../fakes/teams.ts'
import { messageActivity } from '../../fakes/teams-activities.ts'
import { getPerson } from '../../fakes/teams-state.ts'
import { inParallel } from './bench.ts'
import type { Forgery } from './forgeries.ts'

const report = z.object({
  received: z.array(z.string()),
  crashes: z.array(z.string()),
  rss: z.number(),
  /** What is in use when the garbage was taken out: the process keeps the room that load once took, and fills it again. */
  heapUsed: z.number(),
})

export async function openTarget() {
  const teams = await startFakeTeams()
  const { appId, tenant, password, metadataUrl, loginUrl } = teams
  const settings = { appId, tenantId: tenant, password, openIdMetadataUrl: metadataUrl, loginUrl }
  const bot = fork(join(import.meta.dirname, 'forged-bot.ts'), [JSON.stringify(settings)], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    execArgv: ['--expose-gc'],
  })
  const isAlive = () => bot.exitCode === null && bot.signalCode === null
  const [{ url }] = z
    .tuple([z.object({ url: z.string() })])
    .rest(z.unknown())
    .parse(await once(bot, 'message'))
  teams.connect(url)
  return {
    teams,
    isAlive,
    async report() {
      const told = once(bot, 'message')
      bot.send('report')
      return report.parse((await told)[0])
    },
    async close() {
      if (isAlive()) {
        const gone = once(bot, 'exit')
        bot.kill('SIGKILL')
        await gone
      }
      await teams.close()
    },
  }
}
export type Target = Awaited<ReturnType<typeof openTarget>>

export interface Outcome {
  families: Set<string>
  /** Anything but a refusal, or an acknowledgement of what means nothing; and an honest message that was not taken. */
  surprises: string[]
  /** What the honest messages said, each another thing. */
  honest: string[]
  /** How long the acknowledgement of each took. */
  tookMs: number[]
}

export const nothingYet = (): Outcome => ({ families: new Set(), surprises: [], honest: [], tookMs: [] })

/** Sends them all and adds to the outcome how each was answered; an honest message after every tenth. */
export async function sendForgeries(target: Target, all: Forgery[], outcome: Outcome): Promise<void> {
  const numbered = all.map((forgery, place) => ({ ...forgery, place }))
  await inParallel(numbered, async ({ family, token, body, place }) => {
    outcome.families.add(family)
    const made = token()
    const { status, text } = await target.teams.post(body, { token: made })
    const isIdle = status === 200 && family.startsWith('body: ')
    const isRefused = status >= 400 && status < 500 && text === ''
    if (!isRefused && !isIdle) outcome.surprises.push(`${family}: ${status} ${made} ${String(body).slice(0, 500)}`)
    if (place % 10 === 0) await sendHonest(target, outcome)
  })
}

/** As many honest messages as a busy tenant sends, one behind the other on each of its lines. */
export const sendLoad = (target: Target, count: number, outcome: Outcome): Promise<void> =>
  inParallel(Array.from({ length: count }), () => sendHonest(target, outcome))

async function sendHonest({ teams }: Target, outcome: Outcome): Promise<void> {
  const said = `honest ${outcome.honest.length}`
  outcome.honest.push(said)
  const activity = messageActivity(teams.state, getPerson(teams.state, 'leo'), teams.serviceUrl, said)
  const token = teams.goodToken()
  const began = performance.now()
  const { status } = await teams.post(activity, { token })
  outcome.tookMs.push(performance.now() - began)
  if (status !== 200) outcome.surprises.push(`${said}: ${status}`)
}
