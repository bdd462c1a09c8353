// A process that sends signed events over so many connections for so long, and says how many were acknowledged and how fast.
import { Agent, request } from 'node:http'
import { z } from 'zod'
import { signedMessage, userOf } from './slack.ts'

const { url, connections, ms, people } = z
  .object({ url: z.url(), connections: z.number(), ms: z.number(), people: z.number() })
  .parse(JSON.parse(process.argv[2] ?? '{}'))

const agent = new Agent({ keepAlive: true, maxSockets: connections })
const took: number[] = []
const wrong: Record<string, number> = {}
const end = performance.now() + ms

function send(user: string): Promise<number> {
  const { body, headers } = signedMessage(user, 'help')
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { method: 'POST', agent, headers }, (response) => {
      response.resume()
      response.on('end', () => resolve(response.statusCode ?? 0))
    })
    outgoing.on('error', reject)
    outgoing.end(body)
  })
}

async function keepSending(first: number): Promise<void> {
  for (let n = first; performance.now() < end; n += connections) {
    const began = performance.now()
    const status = await send(userOf(n % people)).catch((error: unknown) => String(error))
    if (status === 200) took.push(performance.now() - began)
    else wrong[status] = (wrong[status] ?? 0) + 1
  }
}

const began = performance.now()
await Promise.all(Array.from({ length: connections }, (_, n) => keepSending(n)))
const seconds = (performance.now() - began) / 1000
agent.destroy()
process.stdout.write(JSON.stringify({ acknowledged: took.length, seconds, took, wrong }))
