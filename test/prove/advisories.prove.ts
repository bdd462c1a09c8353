// The advisory check by npm itself, against a source of our own: nothing to say, something critical, and nobody who answers.
import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { inventedAdvisory as advisory } from '../advisories/invented.ts'

const house = join(import.meta.dirname, '../..')

/** npm asks for the versions of whatever brings a part in. */
const described = (name: string) => ({ name, 'dist-tags': {}, versions: { '99.0.0': { name, version: '99.0.0' } } })

describe('asked for real, by npm', () => {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-advisories-'))
  let server: Server
  let says: Record<string, unknown> = {}
  const asked: string[] = []
  beforeAll(async () => {
    server = createServer((request, response) => {
      asked.push(`${request.method} ${request.url}`)
      request.resume()
      const isQuestion = request.url?.endsWith('/advisories/bulk')
      response.setHeader('content-type', 'application/json')
      response.end(JSON.stringify(isQuestion ? says : described(decodeURIComponent(request.url?.slice(1) ?? ''))))
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
  })
  afterAll(() => {
    server.closeAllConnections()
    server.close()
    rmSync(folder, { recursive: true, force: true })
  })

  const run = (origin: string): Promise<{ code: unknown; said: string }> =>
    new Promise((resolve) => {
      const settings = [`npm_config_registry=${origin}`, `npm_config_cache=${join(folder, 'cache')}`]
      const words = [...settings, process.execPath, join(house, 'test/advisories/run.ts')]
      execFile('env', words, (error, said) => resolve({ code: error?.code ?? 0, said }))
    })
  const here = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}/`

  test('nothing is known: it says so and ends well', async () => {
    says = {}
    expect(await run(here())).toEqual({
      code: 0,
      said: 'Advisories about what runs in production: 0, of which 0 must be mended now.\n',
    })
    expect(asked).toContainEqual(expect.stringMatching(/^POST .*\/advisories\/bulk$/))
  })

  test('something critical is known: it says where, and ends with 1', async () => {
    says = { express: [advisory('critical')] }
    const { code, said } = await run(here())
    expect(said).toMatch(/^critical: express >=5\.0\.0 <99\.0\.0 \(node_modules\/express\): Invented for this test/m)
    expect(said).toContain('1 must be mended now')
    expect(code).toBe(1)
  })

  test('nobody answers: it says SKIPPED and ends well', async () => {
    // The port of discarded things: nothing listens there.
    const { code, said } = await run('http://127.0.0.1:9/')
    expect(said).toMatch(/^SKIPPED: nobody answered about advisories: \S/)
    expect(code).toBe(0)
  })
})
