// `start`: runs Latchkey as the environment and latchkey.yaml say, until it is told to stop.
import { once } from 'node:events'
import { url as inspectedAt } from 'node:inspector'
import { setTimeout as sleep } from 'node:timers/promises'
import { Command, Option } from 'commander'
import type { Logger } from 'pino'
import { seconds, systemClock } from '../clock.ts'
import { configInvalid } from '../config/problems.ts'
import { type Config, readConfig } from '../config.ts'
import { connect } from '../doctor/connection.ts'
import { LatchkeyError } from '../errors.ts'
import { jumpcloudHosts } from '../jumpcloud/hosts.ts'
import { createLog } from '../log.ts'
import { type Latchkey, startLatchkey } from '../main.ts'
import { createMetrics } from '../metrics.ts'
import { organisationFromFile } from '../organisation/read.ts'
import { checkRole, facesPeople, type ProcessRole, processRoles } from '../roles.ts'
import { loadSkills } from '../skills.ts'
import { createWebServer, type WebServer } from '../web/server.ts'
import { createStatusServer } from '../web/status-server.ts'
import { english } from '../words/render.ts'
import { text } from '../words/text.ts'
import { createAdapters } from './start/adapters.ts'

/** Whoever told it to stop waits ten seconds before killing it. */
const longestStop = seconds(9)

export const startCommand = (): Command =>
  new Command('start')
    .description(english(text('start.about')))
    .addOption(new Option('--role <role>', english(text('start.role'))).choices(processRoles).default('all'))
    .action(({ role }: { role: ProcessRole }) => start(readConfig(), role))

async function start(config: Config, role: ProcessRole): Promise<void> {
  // Whoever reaches that port can do whatever this process can.
  if (inspectedAt() !== undefined) throw configInvalid([text('config.inspector')])
  checkRole(role, config)
  const organisation = organisationFromFile(config.policyFile, { skillNames: [...(await loadSkills()).keys()] })
  await refuseOtherOrganisation(config, role)
  const log = createLog({ level: config.logLevel, secrets: secretsOf(config) })
  const metrics = createMetrics({ ofProcess: true })
  const running: { latchkey?: Latchkey } = {}
  const isReady = async () => (await running.latchkey?.isReady()) ?? false
  const status = createStatusServer({ log, isReady, metrics: () => running.latchkey?.metrics() })
  const web = createWebServer({ log, isReady, metrics })
  // First, so that whoever watches sees a start that takes long.
  await listening(status, 'METRICS_PORT', config.metrics)
  const stops = [status.close]
  try {
    const latchkey = await startLatchkey({
      config,
      role,
      organisation,
      log,
      metrics,
      ...(facesPeople(role) && { web }),
      adapters: (parts) => createAdapters({ ...config, organisation, web }, parts),
      store: { onFirstRun: () => log.info('the database is being made; this takes some seconds') },
    })
    stops.push(latchkey.stop)
    if (facesPeople(role)) {
      // Who has which role is remembered from now on, not from the next hour.
      await latchkey.store.tx((tx) => tx.enqueue('note-roles', {}))
      const port = await listening(web, 'PORT', { port: config.port, host: '0.0.0.0' })
      stops.push(web.close)
      log.info({ port }, 'listening')
    }
    running.latchkey = latchkey
    log.info({ role, platforms: [...latchkey.core.adapters.keys()], store: latchkey.store.kind }, 'Latchkey is ready')
    await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')])
    log.info('stopping')
  } finally {
    delete running.latchkey
    endAnyway(log)
    for (const stop of stops.toReversed()) await stop()
  }
  log.info('stopped')
}

/** A JumpCloud that does not answer by then is no reason not to start: its calls will say the same. */
const longestLook = seconds(5)

/** With a key of another organisation than the one that was named, nobody is who they seem. */
async function refuseOtherOrganisation(config: Config, role: ProcessRole): Promise<void> {
  const looked = connect({ config, role, clock: systemClock, hostsOf: jumpcloudHosts })
  const found = await Promise.race([looked, sleep(longestLook, undefined, { ref: false })])
  if (found?.kind !== 'bad' || found.organisations === undefined) return
  throw configInvalid([found.finding.what, ...(found.finding.cure ? [found.finding.cure] : [])])
}

/** Nothing is lost by it: what was taken in is stored, and what was begun is looked at again. */
function endAnyway(log: Logger): void {
  const timer = setTimeout(() => {
    log.warn('it did not stop in time, and ends now')
    process.exit(1)
  }, longestStop)
  timer.unref()
}

async function listening(
  server: Pick<WebServer, 'listen'>,
  name: string,
  { port, host }: { port: number; host: string },
): Promise<number> {
  try {
    return await server.listen(port, host)
  } catch (cause) {
    const isTaken = cause instanceof Error && 'code' in cause && cause.code === 'EADDRINUSE'
    throw isTaken ? new LatchkeyError('port-in-use', { port: String(port), name }, { cause }) : cause
  }
}

/** Everything that no line of the log may hold. */
function secretsOf({ jumpcloud, signIn, slack, teams, openai, mail, databaseUrl, secret }: Config): string[] {
  const credentials = [jumpcloud.credential, jumpcloud.readCredential].flatMap((one) =>
    one === undefined ? [] : one.kind === 'api-key' ? [one.key] : [one.secret],
  )
  const oidcSecret = signIn?.clientSecret
  const teamsSecret = teams && (teams.credential.kind === 'password' ? teams.credential.password : teams.credential.pem)
  const platforms = [slack?.botToken, slack?.signingSecret, slack?.appToken, teamsSecret, openai?.apiKey]
  const mailPassword = mail && decodeURIComponent(new URL(mail.url).password)
  const others = [databaseUrl, mail?.url, mailPassword, oidcSecret]
  return [secret, ...others, ...credentials, ...platforms].filter((one) => one !== undefined)
}
