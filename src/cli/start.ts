// `start`: runs Latchkey as the environment and latchkey.yaml say, until it is told to stop.
import { once } from 'node:events'
import { Command, Option } from 'commander'
import type { Logger } from 'pino'
import { createSlackAdapter } from '../../adapters/slack/index.ts'
import type { Adapter } from '../adapter.ts'
import { type Config, readConfig } from '../config.ts'
import { createLog } from '../log.ts'
import { type AdapterParts, startLatchkey } from '../main.ts'
import { organisationFromFile } from '../organisation/read.ts'
import { checkRole, type ProcessRole, processRoles } from '../roles.ts'
import { loadSkills } from '../skills.ts'
import { createWebServer, type WebServer } from '../web/server.ts'
import { english } from '../words/render.ts'
import { text } from '../words/text.ts'

export const startCommand = (): Command =>
  new Command('start')
    .description(english(text('start.about')))
    .addOption(new Option('--role <role>', english(text('start.role'))).choices(processRoles).default('all'))
    .action(({ role }: { role: ProcessRole }) => start(readConfig(), role))

async function start(config: Config, role: ProcessRole): Promise<void> {
  checkRole(role, config)
  const organisation = organisationFromFile(config.policyFile, { skillNames: [...(await loadSkills()).keys()] })
  const log = createLog({ level: 'info', secrets: secretsOf(config) })
  let isReady = async () => false
  const web = createWebServer({ log, isReady: () => isReady() })
  const latchkey = await startLatchkey({
    config,
    role,
    organisation,
    log,
    adapters: (parts) => createAdapters(config, parts, web),
    store: { onFirstRun: () => log.info('the database is being made; this takes some seconds') },
  })
  isReady = latchkey.isReady
  const port = await web.listen(config.port, '0.0.0.0')
  log.info({ port, platforms: [...latchkey.core.adapters.keys()], store: latchkey.store.kind }, 'Latchkey is ready')
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')])
  log.info('stopping')
  await web.close()
  await latchkey.stop()
}

function createAdapters({ slack }: Config, { log, clock, isNew }: AdapterParts, web: WebServer): Adapter[] {
  if (!slack) return []
  const { botToken, signingSecret, appToken, apiUrl } = slack
  return [
    createSlackAdapter({
      botToken,
      signingSecret,
      // With an app token Slack is reached over a connection that Latchkey opens, and needs no address of ours.
      ...(appToken === undefined ? {} : { appToken }),
      ...(apiUrl === undefined ? {} : { apiUrl }),
      router: web.app,
      clock,
      replay: { isNew },
      log: adapterLog(log),
    }),
  ]
}

const adapterLog = (log: Logger) => ({
  info: (message: string) => log.info(message),
  warn: (message: string) => log.warn(message),
  error: (message: string) => log.error(message),
})

/** Everything that no line of the log may hold. */
function secretsOf({ jumpcloud, slack, teams, openai, databaseUrl, secret }: Config): string[] {
  const credentials = [jumpcloud.credential, jumpcloud.readCredential].flatMap((one) =>
    one === undefined ? [] : one.kind === 'api-key' ? [one.key] : [one.secret],
  )
  const teamsSecret = teams && (teams.credential.kind === 'password' ? teams.credential.password : teams.credential.pem)
  const platforms = [slack?.botToken, slack?.signingSecret, slack?.appToken, teamsSecret, openai?.apiKey]
  return [secret, databaseUrl, ...credentials, ...platforms].filter((one) => one !== undefined)
}
