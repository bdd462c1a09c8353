// Starts the emulator `local-slack` with the invented company's people, and tells what it leaves out of an account.
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { promisify } from 'node:util'
import { z } from 'zod'
import { freePort } from '../../src/demo/free-port.ts'

export const workspace = {
  team: 'T0NORTHW',
  botUser: 'U0LATCHKEY',
  botToken: 'xoxb-of-the-emulator',
  appToken: 'xapp-of-the-emulator',
  signingSecret: 'signing-secret-of-the-emulator',
  audit: 'C0AUDIT01',
}

export interface EmulatedPerson {
  id: string
  name: string
  realName: string
  email: string
}

export interface LocalSlack {
  /** Without `/api/`. */
  url: string
  /** The Web API with whole accounts. */
  apiUrl: string
  close(): Promise<void>
}

async function findProgram(): Promise<string> {
  const script = join(import.meta.dirname, 'local-slack.sh')
  const { stdout } = await promisify(execFile)('bash', [script, 'install'])
  return stdout.trim()
}

const configuration = (people: readonly EmulatedPerson[], mode: 'events' | 'socket', requestUrl: string) => ({
  workspace: { teamId: workspace.team, name: 'Northwind' },
  app: {
    botUserId: workspace.botUser,
    botToken: workspace.botToken,
    appToken: workspace.appToken,
    signingSecret: workspace.signingSecret,
    mode,
    requestUrl,
  },
  users: people.map(({ id, name, realName, email }) => ({ id, name, real_name: realName, email, is_bot: false })),
  channels: [
    { id: workspace.audit, name: 'it-audit', is_channel: true, members: [workspace.botUser] },
    ...people.map(({ id, name }) => ({
      id: conversationOf(id),
      name: `dm-${name}`,
      is_im: true,
      members: [id, workspace.botUser],
    })),
  ],
})

export const conversationOf = (user: string): string => `D${user.slice(1)}`

export async function startLocalSlack(
  people: readonly EmulatedPerson[],
  mode: 'events' | 'socket',
  requestUrl: string,
): Promise<LocalSlack> {
  const program = await findProgram()
  const folder = await mkdtemp(join(tmpdir(), 'latchkey-local-slack-'))
  const file = join(folder, 'workspace.json')
  await writeFile(file, JSON.stringify(configuration(people, mode, requestUrl)))
  const port = await freePort()
  const emulator = spawn(program, ['--config', file, '--port', `${port}`, '--files-dir', folder], { stdio: 'ignore' })
  const url = `http://localhost:${port}`
  await answering(`${url}/_control/state`)
  const api = await startWholeAccounts(url)
  return {
    url,
    apiUrl: api.url,
    async close() {
      await api.close()
      const gone = once(emulator, 'exit')
      emulator.kill('SIGKILL')
      await gone
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function answering(url: string): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    const response = await fetch(url).catch(() => undefined)
    if (response?.ok) return
    await wait(100)
  }
  throw new Error('the emulator does not answer')
}

const account = z.looseObject({ ok: z.boolean(), user: z.looseObject({}).optional() })

/**
 * The emulator's accounts do not say whether they are guests, which the adapter takes for a guest. Real ones do, so this
 * stands before its Web API and adds what they say of a full member.
 */
async function startWholeAccounts(emulator: string) {
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = []
    for await (const part of request) parts.push(part)
    const headers = new Headers()
    for (const name of ['authorization', 'content-type']) {
      const value = request.headers[name]
      if (typeof value === 'string') headers.set(name, value)
    }
    const answer = await fetch(emulator + request.url, { method: 'POST', headers, body: Buffer.concat(parts) })
    const body: unknown = await answer.json()
    const told = account.safeParse(body)
    const member = { is_restricted: false, is_ultra_restricted: false }
    const whole = told.success && told.data.user ? { ...told.data, user: { ...told.data.user, ...member } } : body
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(JSON.stringify(whole))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/`,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
