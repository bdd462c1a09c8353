// A whole Latchkey as operators start it, in a process of its own, between the fakes of JumpCloud, Slack and Teams.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, openAsBlob, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inject, onTestFinished } from 'vitest'
import { eventsPath } from '../../adapters/slack/index.ts'
import { messagesPath } from '../../adapters/teams/path.ts'
import { systemClock } from '../../src/clock.ts'
import { createDatabase } from '../../src/demo/databases.ts'
import { freePort } from '../../src/demo/free-port.ts'
import { startSandbox } from '../../src/sandbox/server.ts'
import type { Company } from '../../src/sandbox/world.ts'
import { openStore } from '../../src/store/open.ts'
import { runLatchkey } from '../cli/run-latchkey.ts'
import { type FakeSlackOptions, startFakeSlack } from '../fakes/slack.ts'
import { startFakeTeams } from '../fakes/teams.ts'
import { variablesFor } from '../fakes/variables.ts'
import { examplePath } from '../organisation/example.ts'

export interface WholeOptions {
  company?: Company
  slack?: FakeSlackOptions
  /** A PostgreSQL server on which it gets a database of its own; without one its store is embedded. */
  server?: string | undefined
  /** Before it starts, with where its store is. */
  prepare?(at: { databaseUrl: string } | { folder: string }): Promise<void>
}

const wholeSecret = '0123456789abcdef0123456789abcdef'

export async function startWhole({ company, slack: slackOptions, server, prepare }: WholeOptions = {}) {
  const sandbox = await startSandbox({ clock: systemClock, ...(company ? { company } : {}) })
  const slack = await startFakeSlack(slackOptions)
  const teams = await startFakeTeams()
  onTestFinished(async () => {
    for (const one of [slack, teams, sandbox]) await one.close()
  })
  const at = await (server === undefined ? inFolder() : onServer(server))
  const template = await openAsBlob(inject('storeTemplate'))
  await (await openStore({ ...at, template, queues: [], clock: systemClock })).close()
  await prepare?.(at)
  const [port, watched] = [await freePort(), await freePort()]
  const latchkey = runLatchkey(['start'], {
    LATCHKEY_SECRET: wholeSecret,
    LATCHKEY_POLICY: examplePath,
    ...('folder' in at ? { LATCHKEY_DATA: at.folder } : { DATABASE_URL: at.databaseUrl }),
    PORT: String(port),
    METRICS_PORT: String(watched),
    ...variablesFor(sandbox, slack, teams),
  })
  await latchkey.until(/Latchkey is ready/)
  const eventsUrl = `http://127.0.0.1:${port}${eventsPath}`
  slack.connect(eventsUrl)
  teams.connect(`http://127.0.0.1:${port}${messagesPath}`)
  return { latchkey, slack, teams, port, watched, eventsUrl, bare: await startBare() }
}

async function inFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-whole-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return { folder }
}

async function onServer(server: string) {
  const database = await createDatabase(server)
  onTestFinished(() => database.drop())
  return { databaseUrl: database.url }
}

/** The least that a server can be, in a process of its own, so that it waits for the same processor. */
const bare =
  "require('node:http').createServer((_, r) => r.end('ok')).listen(0, '127.0.0.1', function () { process.stdout.write(String(this.address().port)) })"

async function startBare(): Promise<number> {
  const child = spawn(process.execPath, ['-e', bare], { stdio: ['ignore', 'pipe', 'inherit'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  const [port] = await once(child.stdout, 'data')
  return Number(port)
}
