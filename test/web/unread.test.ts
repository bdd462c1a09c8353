// What costs us more than the one who sends it: bodies without an end that nobody wants, and many requests in one piece.
import { once } from 'node:events'
import { Agent, request as ask } from 'node:http'
import { connect, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { createLog } from '../../src/log.ts'
import { createWebServer } from '../../src/web/server.ts'

async function serving() {
  const log = createLog({ level: 'silent', secrets: [] })
  const web = createWebServer({ log, isReady: async () => true })
  const asked: string[] = []
  web.app.get('/asked', (request, response) => {
    asked.push(String(request.query.n))
    response.send('asked')
  })
  const port = await web.listen(0, '127.0.0.1')
  onTestFinished(() => web.close())
  return { port, asked }
}

interface Line {
  socket: Socket
  heard: () => string
  cut: Promise<void>
}

async function open(port: number): Promise<Line> {
  const socket = connect(port, '127.0.0.1')
  onTestFinished(() => void socket.destroy())
  let heard = ''
  socket.on('data', (bytes) => (heard += bytes.toString()))
  socket.on('error', () => {})
  const cut = new Promise<void>((resolve) => socket.once('close', () => resolve()))
  await once(socket, 'connect')
  return { socket, heard: () => heard, cut }
}

/** As fast as it is taken, until the line is gone. */
async function pour({ socket, cut }: Line, chunk: Buffer): Promise<number> {
  let isOpen = true
  void cut.then(() => (isOpen = false))
  while (isOpen) {
    if (!socket.write(chunk)) await Promise.race([new Promise((resolve) => socket.once('drain', resolve)), cut])
  }
  return socket.bytesWritten
}

const mebibyte = 1024 * 1024
const chunk = Buffer.alloc(mebibyte, 'a')
const endless: Record<string, [framing: string, chunk: Buffer]> = {
  announced: [`content-length: ${10 * 1024 ** 3}`, chunk],
  'in pieces': ['transfer-encoding: chunked', Buffer.concat([Buffer.from('100000\r\n'), chunk, Buffer.from('\r\n')])],
}

test.each(Object.entries(endless))('an endless body, %s, is answered and not read on', async (_how, [
  framing,
  piece,
]) => {
  const { port } = await serving()
  for (const path of ['/healthz', '/nothing']) {
    const line = await open(port)
    line.socket.write(`POST ${path} HTTP/1.1\r\nhost: x\r\n${framing}\r\n\r\n`)
    const sent = await pour(line, piece)
    expect(line.heard()).toMatch(/^HTTP\/1\.1 404 [\s\S]*not found$/)
    // The kernel keeps some tens of mebibytes for both sides; a line that is read takes thousands until its time is over.
    expect(sent).toBeLessThan(128 * mebibyte)
  }
})

test.each([
  ['announced', 'content-length: 100000'],
  ['in pieces', 'transfer-encoding: chunked'],
])('whoever keeps lines for later hears with the answer that this one is over: a body, %s', async (_how, framing) => {
  const { port } = await serving()
  const line = await open(port)
  line.socket.write(`POST /nothing HTTP/1.1\r\nhost: x\r\n${framing}\r\n\r\n`)
  const answered = once(line.socket, 'data')
  const ended = once(line.socket, 'end').then(() => 'ended')
  await answered
  // Within the second for which it stays open on our side.
  expect(await Promise.race([ended, sleep(500)])).toBe('ended')
  expect(line.heard()).toMatch(/^HTTP\/1\.1 404 [\s\S]*not found$/)
})

test('a line goes on after a body that nobody wanted, when it has come to its end', async () => {
  const { port } = await serving()
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  onTestFinished(() => agent.destroy())
  const ports: unknown[] = []
  for (let n = 0; n < 3; n += 1) {
    const asking = ask({ port, path: '/nothing', method: 'POST', agent })
    const over = new Promise<void>((resolve) => asking.once('close', () => resolve()))
    asking.end('x'.repeat(20_000))
    const [answer] = await once(asking, 'response')
    ports.push(answer.socket.localPort)
    answer.resume()
    await over
    expect(answer.statusCode).toBe(404)
  }
  expect(new Set(ports).size).toBe(1)
})

test('a hundred requests in one piece cost the work of one', async () => {
  const { port, asked } = await serving()
  const line = await open(port)
  const requests = Array.from({ length: 100 }, (_, n) => `GET /asked?n=${n} HTTP/1.1\r\nhost: x\r\n\r\n`)
  line.socket.write(requests.join(''))
  let isCut = false
  void line.cut.then(() => (isCut = true))
  await expect.poll(() => isCut || asked.length > 1).toBe(true)
  expect(asked).toEqual(['0'])
})

test('one after the other, each is answered', async () => {
  const { port, asked } = await serving()
  const line = await open(port)
  for (let n = 0; n < 5; n += 1) {
    line.socket.write(`GET /asked?n=${n} HTTP/1.1\r\nhost: x\r\n\r\n`)
    await expect.poll(() => line.heard().split('HTTP/1.1 200').length - 1).toBe(n + 1)
  }
  expect(asked).toHaveLength(5)
})
