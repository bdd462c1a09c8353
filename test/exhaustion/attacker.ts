// A process that does to a web server whatever somebody can who holds no key, for so long, and says how often it did it.
import { connect, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { eventsPath } from '../../adapters/slack/index.ts'
import { messagesPath } from '../../adapters/teams/path.ts'

const { port, ms, sockets } = z
  .object({ port: z.number(), ms: z.number(), sockets: z.number() })
  .parse(JSON.parse(process.argv[2] ?? '{}'))

const end = performance.now() + ms
const isOver = (): boolean => performance.now() >= end
const counts: Record<string, number> = {}
const count = (what: string, by = 1): void => {
  counts[what] = (counts[what] ?? 0) + by
}
const doors = [eventsPath, messagesPath, '/p/nothing', '/healthz', '/nothing']
const head = (path: string, more: string): string =>
  `POST ${path} HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n${more}\r\n`

/** Resolves when the line is gone, whoever cut it. */
async function onALine(use: (socket: Socket, isOpen: () => boolean) => Promise<void>): Promise<void> {
  const socket = connect(port, '127.0.0.1')
  socket.on('error', () => {})
  const gone = new Promise<void>((resolve) => socket.once('close', () => resolve()))
  const isOpen = () => !socket.destroyed && !isOver()
  await Promise.race([new Promise((resolve) => socket.once('connect', resolve)), gone])
  await Promise.race([use(socket, isOpen), gone])
  socket.destroy()
  await gone
}

/** Slow lines: nothing at all, headers, or a body, a byte a second; as soon as one is cut the next one stands. */
async function dawdle(place: number): Promise<void> {
  const path = doors[place % doors.length] ?? '/'
  while (!isOver()) {
    count('slow lines')
    await onALine(async (socket, isOpen) => {
      const kind = place % 3
      socket.resume()
      if (kind === 1) socket.write(`POST ${path} HTTP/1.1\r\nhost: x\r\nx-slow: `)
      if (kind === 2) socket.write(head(path, 'content-length: 5000\r\n'))
      while (isOpen()) {
        await sleep(1000)
        if (kind !== 0) socket.write('a')
      }
    })
    // What a host needs to open the next one.
    await sleep(20)
  }
}

/** Asks a hundred times on one line and never reads what comes back. */
async function neverRead(): Promise<void> {
  while (!isOver()) {
    count('lines that never read')
    await onALine(async (socket, isOpen) => {
      socket.pause()
      socket.write('GET /nothing HTTP/1.1\r\nhost: x\r\n\r\n'.repeat(100))
      while (isOpen()) await sleep(1000)
    })
    await sleep(20)
  }
}

const mebibyte = Buffer.alloc(1024 * 1024, 'a')

/** A body without an end, as fast as it is taken; ten gigabytes are more than a minute gives. */
async function stream(place: number): Promise<void> {
  while (!isOver()) {
    count('streams')
    await onALine(async (socket, isOpen) => {
      socket.resume()
      const [chunk, framing] =
        place % 2 === 0
          ? [mebibyte, `content-length: ${10 * 1024 ** 3}\r\n`]
          : [
              Buffer.concat([Buffer.from('100000\r\n'), mebibyte, Buffer.from('\r\n')]),
              'transfer-encoding: chunked\r\n',
            ]
      socket.write(head(doors[place % doors.length] ?? '/', framing))
      while (isOpen()) {
        count('MiB streamed')
        if (!socket.write(chunk)) await new Promise((resolve) => socket.once('drain', resolve))
      }
    })
    await sleep(20)
  }
}

const whole = (path: string, body: Buffer, type = 'application/json'): Buffer =>
  Buffer.concat([
    Buffer.from(
      `POST ${path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-type: ${type}\r\ncontent-length: ${body.length}\r\n\r\n`,
    ),
    body,
  ])

const form = 'application/x-www-form-urlencoded'
const keys = (between: string): string => Array.from({ length: 100_000 }, (_, n) => `k${n}${between}1`).join()
const deep = Buffer.from('['.repeat(200_000))
const manyKeys = Buffer.from(`{"${keys('":').replaceAll(',', ',"')}}`)
const manyFields = Buffer.from(keys('=').replaceAll(',', '&').slice(0, 250_000))
const notText = Buffer.from(Array.from({ length: 4096 }, (_, n) => 0x80 + (n % 0x80)))
const bodies: Record<string, (path: string) => Buffer> = {
  'deep JSON': (path) => whole(path, deep),
  'a hundred thousand keys': (path) => whole(path, manyKeys),
  'very many fields': (path) => whole(path, manyFields, form),
  'no text': (path) => whole(path, notText),
  'no text in the address': (path) => Buffer.concat([Buffer.from(`POST ${path}`), notText.subarray(0, 99)]),
}

/** Bodies that hurt whoever reads them. */
async function post(place: number): Promise<void> {
  const kinds = Object.entries(bodies)
  for (let n = place; !isOver(); n += 1) {
    const [name, made] = kinds[n % kinds.length] ?? ['', () => mebibyte]
    count(name)
    await onALine(async (socket, isOpen) => {
      socket.resume()
      socket.end(made(doors[n % 3] ?? '/'))
      while (isOpen()) await sleep(20)
    })
  }
}

/** Lines that break off in the middle. */
async function breakOff(place: number): Promise<void> {
  for (let n = place; !isOver(); n += 1) {
    count('resets')
    await onALine(async (socket) => {
      socket.write(head(doors[n % doors.length] ?? '/', 'content-length: 100000\r\n'))
      if (n % 2 === 0) socket.write(mebibyte.subarray(0, 50_000))
      await sleep(5)
      socket.resetAndDestroy()
    })
  }
}

const times = (n: number, run: (place: number) => Promise<void>) => Array.from({ length: n }, (_, place) => run(place))
await Promise.all([
  ...times(sockets, dawdle),
  ...times(Math.ceil(sockets / 10), neverRead),
  ...times(4, stream),
  ...times(4, post),
  ...times(4, breakOff),
])
process.send?.(counts)
process.disconnect?.()
