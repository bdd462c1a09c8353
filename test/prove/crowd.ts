// A process in which so many people together write so many times a second, and a bare server is asked as often: how long each was waited for.
import { Agent, request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { signedMessage, userOf } from '../bench/slack.ts'

const order = z.object({
  url: z.url(),
  bareUrl: z.url().optional(),
  ms: z.number(),
  perSecond: z.number(),
  /** The numbers of the people: from `first`, so many. */
  first: z.number(),
  people: z.number(),
})

interface Heard {
  took: number[]
  bare: number[]
  /** How many messages of each person were acknowledged, by their id. */
  acknowledged: Record<string, number>
  wrong: string[]
}

const texts = ['why am I locked out?', 'unlock my account', 'help', 'why am I locked out?', 'help', 'help']

function timed(url: string, sent?: { body: string; headers: Record<string, string> }): Promise<number> {
  const began = performance.now()
  return new Promise((resolve, reject) => {
    const made = request(
      url,
      { method: sent ? 'POST' : 'GET', agent: new Agent(), headers: sent?.headers ?? {} },
      (answer) => {
        answer.resume()
        answer.on('error', reject)
        answer.on('end', () =>
          answer.statusCode === 200
            ? resolve(performance.now() - began)
            : reject(new Error(`HTTP ${answer.statusCode}`)),
        )
      },
    )
    made.on('error', reject)
    made.end(sent?.body)
  })
}

/** Each at its moment, whether or not those before were answered: people do not wait for each other. */
async function beACrowd({ url, bareUrl, ms, perSecond, first, people }: z.infer<typeof order>): Promise<Heard> {
  const seen: Heard = { took: [], bare: [], acknowledged: {}, wrong: [] }
  const under: Promise<void>[] = []
  const began = performance.now()
  for (let n = 0; n < (ms / 1000) * perSecond; n += 1) {
    const early = began + (n * 1000) / perSecond - performance.now()
    if (early > 0) await sleep(early)
    const user = userOf(first + (n % people))
    const words = texts[Math.floor(n / people) % texts.length] ?? 'help'
    const wrong = (error: unknown) => void seen.wrong.push(String(error))
    under.push(
      timed(url, signedMessage(user, words)).then((took) => {
        seen.took.push(took)
        seen.acknowledged[user] = (seen.acknowledged[user] ?? 0) + 1
      }, wrong),
      bareUrl === undefined ? Promise.resolve() : timed(bareUrl).then((took) => void seen.bare.push(took), wrong),
    )
  }
  await Promise.all(under)
  return seen
}

process.send?.(await beACrowd(order.parse(JSON.parse(process.argv[2] ?? '{}'))))
