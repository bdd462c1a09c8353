// The command `demo`: prints two addresses that answer, and ends when it is told to.
import { expect, test } from 'vitest'
import { runLatchkey } from './run-latchkey.ts'

test('the page and the sandbox answer, and SIGTERM ends it', { timeout: 120_000 }, async () => {
  const command = runLatchkey(['demo', '--port', '0'])
  const said = await command.until(/Stop with Ctrl\+C/)
  const [, page = ''] = /Playground +(\S+)/.exec(said) ?? []
  const [, sandbox = ''] = /Sandbox +(\S+)/.exec(said) ?? []
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
