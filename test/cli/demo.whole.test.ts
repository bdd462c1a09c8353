// The command `demo`: prints two addresses that answer, ends when it is told to, and says what stands in its way.
import { once } from 'node:events'
import { createServer } from 'node:net'
import { expect, test } from 'vitest'
import { startDemo } from '../../src/cli/demo/start.ts'
import { runLatchkey } from './run-latchkey.ts'

test('the page and the sandbox answer, and SIGTERM ends it', { timeout: 120_000 }, async () => {
  const command = runLatchkey(['demo', '--port', '0'])
  const said = await command.until(/Stop with Ctrl\+C/)
  const [, page = ''] = /Play here +(\S+)/.exec(said) ?? []
  const [, sandbox = ''] = /JumpCloud sandbox +(\S+)/.exec(said) ?? []
  expect(await (await fetch(page)).text()).toContain('<title>')
  expect((await fetch(sandbox)).status).toBe(200)
  command.child.kill('SIGTERM')
  expect(await command.ended()).toBe(0)
})

test('a port that is none is refused in words', { timeout: 120_000 }, async () => {
  const command = runLatchkey(['demo', '--port', 'many'])
  expect(await command.ended()).toBe(1)
  expect(command.said()).toContain('A port is a number')
})

test('a taken port is told, with another one to take', async () => {
  const holder = createServer().listen(0, '127.0.0.1')
  await once(holder, 'listening')
  const address = holder.address()
  const port = typeof address === 'object' && address ? address.port : 0
  try {
    await expect(startDemo({ port })).rejects.toMatchObject({
      code: 'port-taken',
      message: expect.stringContaining(`--port ${port + 1}`),
    })
  } finally {
    holder.close()
  }
})
