// `npm run bench`: figures under load and their ratios, all from one run on one machine, as a table and as JSON
// (`-- --json FILE`; `-- --small` only shows that everything works). Nobody else should use the machine meanwhile.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { openPlaygroundStage } from '../../src/cli/demo/playground-stage.ts'
import { createDatabase } from '../../src/demo/databases.ts'
import type { Stage } from '../../src/demo/stage.ts'
import { startSandbox } from '../../src/sandbox/server.ts'
import { idOf } from '../../src/sandbox/state.ts'
import { command } from '../template.ts'
import { fillStore, grownCompany, type Load, type Running, sendLoad, startBareBolt, startLatchkey } from './programs.ts'
import { quantile } from './quantile.ts'
import { type BenchSlack, signedMessage, startBenchSlack, userOf } from './slack.ts'

const { values } = parseArgs({ options: { small: { type: 'boolean' }, json: { type: 'string' } } })
const server = process.env.TEST_DATABASE_URL
if (server === undefined) throw new Error('Run it by npm run bench, which brings a PostgreSQL server.')
/** `--small` only shows that everything works. */
const size = values.small
  ? { loadMs: 1000, connections: 4, replies: 5, bound: 5, people: 200, pending: 20, restMs: 500 }
  : { loadMs: 15_000, connections: 32, replies: 300, bound: 200, people: 20_000, pending: 5000, restMs: 10_000 }

const figures: Record<string, number> = {}
const goals: Record<string, string> = {}
function note(name: string, figure: number, goal?: string): void {
  figures[name] = Math.round(figure * 100) / 100
  if (goal !== undefined) goals[name] = goal
  process.stderr.write(`${name}: ${figures[name]}\n`)
}

function noteLoad(name: string, load: Load): void {
  note(`${name}: acknowledged per second`, load.acknowledged / load.seconds)
  note(`${name}: acknowledgement p50 ms`, quantile(load.took, 0.5))
  note(`${name}: acknowledgement p99 ms`, quantile(load.took, 0.99))
  note(
    `${name}: not acknowledged`,
    Object.values(load.wrong).reduce((sum, n) => sum + n, 0),
    '0',
  )
}

async function bareBolt(): Promise<void> {
  const bolt = await startBareBolt()
  await load(bolt.url, Math.min(size.loadMs, 2000))
  noteLoad('bare Bolt', await load(bolt.url, size.loadMs))
  await bolt.stop()
}

const load = (url: string, ms: number) => sendLoad({ url, connections: size.connections, ms, people: size.bound })

async function latchkeyAt(name: string, { people, pending }: { people: number; pending: number }): Promise<void> {
  const database = await createDatabase(server ?? '')
  const sandbox = await startSandbox({ company: grownCompany(people) })
  const store = { DATABASE_URL: database.url }
  const around = { sandboxUrl: sandbox.url, apiUrl: slack.apiUrl }
  const first = await startLatchkey(store, around)
  note(`${name}: PostgreSQL, first start to ready ms`, first.readyMs)
  await first.stop()
  await fillStore({ databaseUrl: database.url }, { bound: size.bound, pending })
  const latchkey = await startLatchkey(store, around)
  note(`${name}: PostgreSQL, later start to ready ms`, latchkey.readyMs)
  await sleep(size.restMs)
  note(`${name}: PostgreSQL, memory at rest MiB`, await memory(latchkey))
  const replies = await firstReplies(latchkey, slack)
  note(`${name}: message to first reply p50 ms`, quantile(replies, 0.5), '<= 20')
  note(`${name}: message to first reply p99 ms`, quantile(replies, 0.99))
  const came = await load(latchkey.url, size.loadMs)
  noteLoad(name, came)
  note(`${name}: memory after the load MiB`, await memory(latchkey))
  await command(database.url, mustHold(came.acknowledged + size.replies))
  await latchkey.stop()
  await sandbox.close()
  await database.drop()
}

/** Fails where an event was acknowledged that is not stored. */
const mustHold = (events: number): string =>
  `DO $$ BEGIN ASSERT (SELECT count(*) FROM incoming) >= ${events}, 'an acknowledged event is not stored'; END $$`

const memory = async (latchkey: Running) => (await latchkey.metric('process_resident_memory_bytes')) / 1024 / 1024

/** One person after the other, from the event's first byte to the message at Slack's own door. */
async function firstReplies(latchkey: Running, { nextMessage }: BenchSlack): Promise<number[]> {
  const took: number[] = []
  for (let n = 0; n < size.replies; n += 1) {
    const user = userOf(n % size.bound)
    const { body, headers } = signedMessage(user, 'help')
    const arrived = nextMessage(user)
    const began = performance.now()
    const answer = await fetch(latchkey.url, { method: 'POST', body, headers })
    if (!answer.ok) throw new Error(`an event was answered with ${answer.status}`)
    took.push((await arrived) - began)
  }
  return took
}

async function embedded(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-bench-'))
  const sandbox = await startSandbox()
  const around = { sandboxUrl: sandbox.url, apiUrl: slack.apiUrl }
  const first = await startLatchkey({ LATCHKEY_DATA: folder }, around)
  note('embedded, first start to ready ms', first.readyMs)
  await first.stop()
  const later = await startLatchkey({ LATCHKEY_DATA: folder }, around)
  note('embedded, later start to ready ms', later.readyMs)
  await sleep(size.restMs)
  note('embedded, memory at rest MiB', await memory(later))
  await later.stop()
  await sandbox.close()
  rmSync(folder, { recursive: true, force: true })
}

/** A whole unlock by push and code; the looks at the phone depend on how long a person takes, so they are apart. */
async function unlock(): Promise<void> {
  const database = await createDatabase(server ?? '')
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-bench-'))
  const stage = await openPlaygroundStage({ folder: join(folder, 'data'), databaseUrl: database.url })
  const { leo, maya } = stage.people
  const lock = { method: 'PATCH', headers: { 'content-type': 'application/json' }, body: '{"account_locked":true}' }
  await fetch(`${stage.sandbox.url}/_sandbox/users/${idOf('user', 'leo.brandt')}`, lock)
  await unlockOne(stage, leo, 'unlock', '<= 5')
  await unlockOne(stage, maya, 'unlock that also connects the account')
  await stage.close()
  await database.drop()
  rmSync(folder, { recursive: true, force: true })
}

async function unlockOne(stage: Stage, person: string, name: string, goal?: string): Promise<void> {
  const { chat, phone, sandbox } = stage
  const before = (await sandbox.calls()).length
  await chat.say(person, 'I’m locked out')
  await chat.press(person, 'Do it')
  const push = await phone(person).ring()
  await chat.press(person, 'Type the code')
  await chat.submit(person, { code: push.code })
  await phone(person).accept(push.id)
  await chat.waitFor(person, /Unlock my account: done/)
  await stage.settled()
  const calls = (await sandbox.calls())
    .slice(before)
    .map(({ method, path }) => `${method} ${path.replaceAll(/[0-9a-f]{24}|[0-9a-f-]{36}/g, '…')}`)
  const ofProof = calls.filter((call) => call.includes('pushendpoints'))
  note(`${name}: calls to JumpCloud besides the proof`, calls.length - ofProof.length, goal)
  note(`${name}: calls of the proof`, ofProof.length)
  process.stderr.write(`  ${calls.join('\n  ')}\n`)
}

function ratios(): void {
  const ratio = (name: string, above: string, below: string, goal: string) =>
    note(name, (figures[above] ?? Number.NaN) / (figures[below] ?? Number.NaN), goal)
  const acks = 'acknowledged per second'
  ratio('ratio: acknowledged per second, to bare Bolt', `empty: ${acks}`, `bare Bolt: ${acks}`, '>= 0.5')
  const p99 = 'acknowledgement p99 ms'
  ratio('ratio: acknowledgement p99, to bare Bolt', `empty: ${p99}`, `bare Bolt: ${p99}`, '')
  ratio('ratio: acknowledgement p99, full to empty', `full: ${p99}`, `empty: ${p99}`, '<= 1.5')
  const reply = 'message to first reply p99 ms'
  ratio('ratio: first reply p99, full to empty', `full: ${reply}`, `empty: ${reply}`, '<= 1.5')
}

function report(): void {
  const width = Math.max(...Object.keys(figures).map((name) => name.length))
  const lines = Object.entries(figures).map(
    ([name, figure]) => `${name.padEnd(width)}  ${String(figure).padStart(10)}  ${goals[name] ?? ''}`,
  )
  process.stdout.write(`${lines.map((line) => line.trimEnd()).join('\n')}\n`)
  const result = { node: process.version, cores: cpus().length, size, figures, goals }
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(result, null, 2)}\n`)
  else process.stdout.write(`${JSON.stringify(result)}\n`)
}

const slack = await startBenchSlack()
await bareBolt()
await latchkeyAt('empty', { people: size.bound, pending: 0 })
await latchkeyAt('full', { people: size.people, pending: size.pending })
await embedded()
await unlock()
ratios()
await slack.close()
report()
