// A minute of slow, endless and broken senders against a Latchkey with both platforms' doors: it lives, answers its
// monitoring and acknowledges what is signed, in time and in bounded memory.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { quantile } from '../bench/quantile.ts'
import { envelope, messageEvent } from '../fakes/slack-payloads.ts'
import { getPerson } from '../fakes/slack-state.ts'
import { messageActivity } from '../fakes/teams-activities.ts'
import { getPerson as getTeamsPerson } from '../fakes/teams-state.ts'
import { sizes } from './sizes.ts'
import { startWhole } from './whole.ts'

const mebibyte = 1024 * 1024
/**
 * Security reference, T-H5, on top of what a server takes that nobody attacks: the attacker and everybody else on this
 * machine slow that one down as well. The last one is what a server that keeps nothing of them may grow by.
 */
const bar = { healthMs: 200, acknowledgedMs: 1000, grownBytes: 96 * mebibyte }

type Started = Awaited<ReturnType<typeof startWhole>>

interface Seen {
  bare: number[]
  health: number[]
  acknowledged: number[]
  bytes: number[]
  surprises: string[]
}

async function timed(into: number[], surprises: string[], ask: () => Promise<number>): Promise<void> {
  const began = performance.now()
  const status = await ask().catch((error: unknown) => String(error))
  into.push(performance.now() - began)
  if (status !== 200) surprises.push(String(status))
}

const lonely = { headers: { connection: 'close' } }
const people = ['maya', 'leo', 'mei', 'tom', 'priya', 'dana', 'ben', 'nadia']

/** As an honest platform and a monitoring do, each time on a new line. */
async function beHonest({ slack, teams, port, watched, bare }: Started, ms: number): Promise<Seen> {
  const seen: Seen = { bare: [], health: [], acknowledged: [], bytes: [], surprises: [] }
  const { health, acknowledged, surprises } = seen
  const looked = () =>
    timed(health, surprises, async () => (await fetch(`http://127.0.0.1:${port}/healthz`, lonely)).status)
  const end = performance.now() + ms
  for (let n = 0; performance.now() < end; n += 1) {
    await timed(seen.bare, surprises, async () => (await fetch(`http://127.0.0.1:${bare}/`, lonely)).status)
    const name = people[n % people.length] ?? ''
    await looked()
    const event = messageEvent(slack.state, getPerson(slack.state, name), 'help', slack.state.timestamp())
    const body = JSON.stringify(envelope(slack.state, event))
    await timed(acknowledged, surprises, async () => (await slack.post(body, 'json')).status)
    await looked()
    const activity = messageActivity(teams.state, getTeamsPerson(teams.state, name), teams.serviceUrl, 'help')
    const token = teams.goodToken()
    await timed(acknowledged, surprises, async () => (await teams.post(activity, { token })).status)
    await looked()
    const page = await (await fetch(`http://127.0.0.1:${watched}/metrics`, lonely)).text()
    seen.bytes.push(Number(/^process_resident_memory_bytes (\d+)/m.exec(page)?.[1]))
    await sleep(150)
  }
  return seen
}

test('exhausting senders', async () => {
  const [ms, sockets] = [sizes.exhaustingMs.prove, sizes.slowLines.prove]
  const it = await startWhole()
  const calm = await beHonest(it, 5000)
  const attacker = fork(join(import.meta.dirname, '../exhaustion/attacker.ts'), [
    JSON.stringify({ port: it.port, ms, sockets }),
  ])
  const attacked = once(attacker, 'message')
  const gone = once(attacker, 'exit')
  const seen = await beHonest(it, ms)
  const [counts] = await attacked
  await gone
  const after = await beHonest(it, 2000)
  const grown = Math.max(...seen.bytes) - Math.max(...calm.bytes)
  const figures = (of: number[]) =>
    `99 % of ${of.length} within ${quantile(of, 0.99).toFixed(0)} ms, all within ${Math.max(...of).toFixed(0)} ms`
  process.stdout.write(
    `${JSON.stringify(counts)}\nhealth: ${figures(seen.health)}; acknowledged: ${figures(seen.acknowledged)}; ` +
      `before: ${figures(calm.acknowledged)}; a server of nothing: ${figures(seen.bare)}; memory grew by ${(grown / mebibyte).toFixed(1)} MiB; ` +
      `${seen.surprises.length} without an answer\n`,
  )
  expect([...seen.surprises, ...after.surprises]).toEqual([])
  expect(it.latchkey.child.exitCode).toBeNull()
  expect(it.latchkey.said()).not.toMatch(/"level":"(?:error|fatal)"|uncaught|unhandled/i)
  const slow = quantile(seen.bare, 0.99)
  expect(quantile(seen.health, 0.99)).toBeLessThan(slow + bar.healthMs)
  expect(quantile(seen.acknowledged, 0.99)).toBeLessThan(slow + bar.acknowledgedMs)
  expect(grown).toBeLessThan(bar.grownBytes)
}, 600_000)
