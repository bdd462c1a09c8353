// One port for all listeners, and for nobody else.
import { connect, createServer, type Server } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { closed, listenAt } from '../../src/web/listeners.ts'

const at = { port: 0, host: '127.0.0.1', backlog: 100 }

async function listening(port = 0) {
  const taken = new Map<Server, number>()
  const make = () => {
    const server = createServer((socket) => {
      taken.set(server, (taken.get(server) ?? 0) + 1)
      socket.end('heard')
    })
    return server
  }
  const open = await listenAt(make, { ...at, port })
  let isOpen = true
  const close = async () => {
    if (!isOpen) return
    isOpen = false
    await Promise.all(open.servers.map(closed))
  }
  onTestFinished(close)
  return { ...open, taken, close }
}

const hear = (port: number): Promise<string> =>
  new Promise((resolve, reject) => {
    let heard = ''
    const socket = connect(port, at.host)
    socket.on('data', (bytes) => (heard += bytes.toString()))
    socket.on('error', reject)
    socket.on('end', () => resolve(heard))
  })

test('whoever comes is heard, by one of them or another', async () => {
  const { port, servers, taken } = await listening()
  const heard = await Promise.all(Array.from({ length: 64 }, () => hear(port)))
  expect(new Set(heard)).toEqual(new Set(['heard']))
  // All 64 at one of eight is as good as impossible.
  expect(taken.size).toBeGreaterThan(servers.length === 1 ? 0 : 1)
})

test('a port that somebody has is not shared, also not with somebody who would share it', async () => {
  const { port, close } = await listening()
  await expect(listening(port)).rejects.toThrow(/EADDRINUSE/)
  await close()
  const again = await listening(port)
  expect([again.port, await hear(port)]).toEqual([port, 'heard'])
})
