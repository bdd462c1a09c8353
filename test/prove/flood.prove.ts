// One account that writes as fast as it can, and two hundred people who ask something: they are acknowledged in time and all answered.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { minutes } from '../../src/clock.ts'
import { fillStore, grownCompany, sendLoad } from '../bench/programs.ts'
import { quantile } from '../bench/quantile.ts'
import { app, botToken, signingSecret, team, userOf } from '../bench/slack.ts'
import { seenMessage } from '../fakes/slack-seen.ts'
import { sizes } from './sizes.ts'
import { startWhole } from './whole.ts'

/** Security reference, T-O1, on top of what a bare server takes on this machine at the same time. */
const bar = { acknowledgedMs: 300 }
const [people, ms] = [200, sizes.floodingMs.prove]
/** As many as `src/conversation/flood.ts` lets one account have within ten minutes. */
const most = 40
const patienceMs = minutes(8)

const person = (n: number) => ({
  ...{ id: userOf(n), name: userOf(n).toLowerCase(), realName: `Person ${n}` },
  email: `${userOf(n).toLowerCase()}@northwind.example`,
})

const heard = z.object({
  took: z.array(z.number()),
  bare: z.array(z.number()),
  acknowledged: z.record(z.string(), z.number()),
  wrong: z.array(z.string()),
})

async function listenTo(order: object): Promise<z.infer<typeof heard>> {
  const child = fork(join(import.meta.dirname, 'crowd.ts'), [JSON.stringify(order)])
  const [said] = await once(child, 'message')
  return heard.parse(said)
}

const figures = (of: number[]) =>
  `99 % of ${of.length} within ${quantile(of, 0.99).toFixed(0)} ms, half within ${quantile(of, 0.5).toFixed(0)} ms`

interface Run {
  on: string
  server: string | undefined
  /** So many times a second the two hundred ask. */
  perSecond: number
  flood(url: string): Promise<number>
}

/** On the embedded store a hundred a second all together; on PostgreSQL a hundred beside a flood as fast as 32 lines send it. */
const runs: Run[] = [
  {
    on: 'PostgreSQL',
    server: process.env.TEST_DATABASE_URL,
    perSecond: 100,
    flood: async (url) => (await sendLoad({ url, connections: 32, ms, people: 1 })).acknowledged,
  },
  {
    on: 'the embedded store',
    server: undefined,
    perSecond: 50,
    flood: async (url) => (await listenTo({ url, perSecond: 50, first: 0, people: 1, ms })).took.length,
  },
]

test.each(runs)('one account floods, two hundred people ask, on $on', async ({ on, server, perSecond, flood }) => {
  const it = await startWhole({
    company: grownCompany(people + 1),
    slack: {
      ...{ team, appId: app, botToken, signingSecret },
      people: Array.from({ length: people + 1 }, (_, n) => person(n)),
    },
    server,
    prepare: (at) => fillStore(at, { bound: people + 1, pending: 0 }),
  })
  const url = it.eventsUrl
  const crowd = { url, bareUrl: `http://127.0.0.1:${it.bare}/`, perSecond, first: 1, people }
  const calm = await listenTo({ ...crowd, ms: 5000 })
  const beganAt = Date.now()
  const flooding = flood(url)
  const seen = await listenTo({ ...crowd, ms })
  const flooded = await flooding
  process.stdout.write(
    `on ${on}, acknowledged: ${figures(seen.took)}; before the flood: ${figures(calm.took)}; ` +
      `a server of nothing: ${figures(seen.bare)}; the flood: ${flooded} acknowledged in ${ms / 1000} s\n`,
  )
  const wanted = new Map<string, number>()
  for (const { acknowledged } of [calm, seen])
    for (const [user, count] of Object.entries(acknowledged)) wanted.set(user, (wanted.get(user) ?? 0) + count)

  const answersTo = (user: string) =>
    it.slack.state.messages.filter((one) => one.channel === it.slack.state.directConversation(user))
  const missing = () => [...wanted].filter(([user, count]) => answersTo(user).length < count)
  const ended = Date.now()
  while (missing().length > 0 && Date.now() - ended < patienceMs) await sleep(500)
  process.stdout.write(`on ${on}, the last answer came ${((Date.now() - ended) / 1000).toFixed(1)} s after the flood\n`)
  expect([...calm.wrong, ...seen.wrong]).toEqual([])
  expect(missing()).toEqual([])
  expect(it.latchkey.child.exitCode).toBeNull()
  expect(it.latchkey.said()).not.toMatch(/"level":"(?:error|fatal)"|uncaught|unhandled/i)
  expect(quantile(seen.took, 0.99)).toBeLessThan(quantile(seen.bare, 0.99) + bar.acknowledgedMs)
  const told = answersTo(userOf(0)).map((one) => JSON.stringify(seenMessage(one)))
  const notices = told.filter((one) => /stop reading for ten minutes/.test(one)).length
  // Once in each ten minutes by the clock, and they may turn meanwhile.
  const windows = Math.floor(Date.now() / minutes(10)) - Math.floor(beganAt / minutes(10)) + 1
  expect(notices).toBeGreaterThan(0)
  expect(notices).toBeLessThanOrEqual(windows)
  expect(told.length - notices).toBeLessThanOrEqual(most)
}, 900_000)
