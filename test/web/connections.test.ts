// However many dawdle, whoever comes with a whole request is heard; and what is being worked on is never cut off.
import { connect, type Socket } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { expect, onTestFinished, test } from 'vitest'
import { createLog } from '../../src/log.ts'
import { createWebServer, usualLimits } from '../../src/web/server.ts'
import { sizes } from '../prove/sizes.ts'

const most = 20
const mostBodies = 5

async function serving() {
  const log = createLog({ level: 'silent', secrets: [] })
  const web = createWebServer({
    log,
    isReady: async () => true,
    limits: { ...usualLimits, connections: most, bodies: mostBodies },
  })
  const work = Promise.withResolvers<void>()
  const begun: unknown[] = []
  web.app.all('/work', async (request, response) => {
    // Nobody reads what comes with a GET.
    if (request.method === 'POST') await buffer(request)
    begun.push(request.url)
    await work.promise
    response.send('worked')
  })
  const port = await web.listen(0, '127.0.0.1')
  const lines: Line[] = []
  onTestFinished(async () => {
    work.resolve()
    for (const { socket } of lines) socket.destroy()
    await web.close()
  })
  /** Stands, with this said on it. */
  async function open(words = ''): Promise<Line> {
    const socket = connect(port, '127.0.0.1')
    const line: Line = { socket, heard: '', isCut: false }
    lines.push(line)
    socket.on('data', (bytes) => {
      line.heard += bytes.toString()
    })
    socket.on('error', () => {})
    socket.on('close', () => {
      line.isCut = true
    })
    await new Promise((resolve) => socket.once('connect', resolve))
    if (words !== '') socket.write(words)
    return line
  }
  const health = async () => {
    const line = await open('GET /healthz HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n')
    await expect.poll(() => line.isCut).toBe(true)
    return line.heard
  }
  return { open, health, begun, done: () => work.resolve() }
}

interface Line {
  socket: Socket
  heard: string
  isCut: boolean
}

const dawdling: Record<string, string> = {
  'say nothing': '',
  'never end their headers': 'POST /x HTTP/1.1\r\nhost: x\r\nx-slow: ',
  'never end their body': 'POST /work HTTP/1.1\r\nhost: x\r\ncontent-length: 1000\r\n\r\nhalf',
  'stay after an answer': 'GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n',
}

test.each(Object.entries(dawdling))('of those that %s the one that waited longest makes room', async (_what, words) => {
  const { open, health } = await serving()
  const dawdlers: Line[] = []
  for (let n = 0; n < sizes.slowLines.test; n += 1) dawdlers.push(await open(words))
  for (let n = 0; n < 3; n += 1) expect(await health()).toMatch(/^HTTP\/1\.1 200 /)
  await expect.poll(() => dawdlers.filter(({ isCut }) => !isCut).length).toBeLessThanOrEqual(most)
  expect(dawdlers.at(-1)?.isCut, 'whoever came last has waited least').toBe(false)
  expect(dawdlers[0]?.isCut).toBe(true)
})

test('what is being worked on stays, and then nobody else is let in', async () => {
  const { open, health, begun, done } = await serving()
  const working: Line[] = []
  for (let n = 0; n < most; n += 1) working.push(await open('GET /work HTTP/1.1\r\nhost: x\r\n\r\n'))
  await expect.poll(() => begun.length).toBe(most)
  expect(await health()).toBe('')
  expect(working.filter(({ isCut }) => isCut)).toEqual([])
  done()
  await expect.poll(() => working.filter(({ heard }) => heard.endsWith('worked')).length).toBe(most)
  expect(await health()).toMatch(/^HTTP\/1\.1 200 /)
})

const posted = (length: number, body: string) =>
  `POST /work HTTP/1.1\r\nhost: x\r\ncontent-length: ${length}\r\n\r\n${body}`

test('there are fewer in the middle of a body, and one that is whole is none of them', async () => {
  const { open, begun, done } = await serving()
  const working: Line[] = []
  for (let n = 0; n < mostBodies; n += 1) {
    working.push(await open(posted(5, 'whole')), await open('GET /work HTTP/1.1\r\nhost: x\r\n\r\n'))
  }
  await expect.poll(() => begun.length).toBe(2 * mostBodies)
  const dawdlers: Line[] = []
  for (let n = 0; n < mostBodies + 1; n += 1) dawdlers.push(await open(posted(1000, 'half')))
  await expect.poll(() => dawdlers[0]?.isCut).toBe(true)
  done()
  await expect.poll(() => working.filter(({ heard }) => heard.endsWith('worked')).length).toBe(working.length)
  expect(dawdlers.filter(({ isCut }) => isCut)).toHaveLength(1)
})
