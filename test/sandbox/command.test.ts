// The `sandbox` command: starts alone, says where it is, and stops when it is told to.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '../..')
const program = `import { sandboxCommand } from './src/cli/sandbox.ts'
await sandboxCommand().parseAsync(process.argv.slice(1), { from: 'user' })`
const start = (...args: string[]) =>
  spawn(process.execPath, ['--input-type=module', '-e', program, '--', ...args], { cwd: root })

test('it prints its address and key, answers there, and ends at SIGTERM', async () => {
  const child = start('--port', '0')
  const [chunk] = await once(child.stdout, 'data')
  const text = String(chunk)
  const [, url] = /JUMPCLOUD_CONSOLE_URL=(http:\/\/127\.0\.0\.1:\d+)/.exec(text) ?? []
  const [, key = ''] = /JUMPCLOUD_API_KEY=(\S+)/.exec(text) ?? []
  const response = await fetch(`${url}/api/organizations`, { headers: { 'x-api-key': key } })
  expect(response.status).toBe(200)
  child.kill('SIGTERM')
  expect(await once(child, 'exit')).toEqual([0, null])
})

test('a port that is no port is refused in words', async () => {
  const child = start('--port', 'many')
  const [chunk] = await once(child.stderr, 'data')
  expect(String(chunk)).toContain('A port is a number')
  expect(await once(child, 'exit')).toEqual([1, null])
})
