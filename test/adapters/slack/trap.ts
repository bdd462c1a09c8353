// Addresses at which a body says that it wants to be answered, and a listener on this machine that some of them lead to.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { shortcutPayload } from '../../fakes/slack-payloads.ts'
import { getPerson } from '../../fakes/slack-state.ts'
import { type Chance, signedForm } from './forged.ts'
import { createForge, shoot, type Target } from './forged-run.ts'

export async function openTrap() {
  let visits = 0
  const server = createServer((_request, response) => {
    visits += 1
    response.end()
  })
  server.on('connection', () => {
    visits += 1
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    visits: () => visits,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** Forms in which one address can be made to look like another, or to lead to this machine. */
const shapes: ((port: number, word: string) => string)[] = [
  (port, word) => `http://127.0.0.1:${port}/${word}`,
  (port, word) => `http://localhost:${port}/${word}`,
  (port, word) => `http://[::1]:${port}/${word}`,
  (port, word) => `http://[::ffff:127.0.0.1]:${port}/${word}`,
  (port, word) => `http://2130706433:${port}/${word}`,
  (port, word) => `http://0x7f000001:${port}/${word}`,
  (port, word) => `http://0177.0.0.1:${port}/${word}`,
  (port, word) => `http://127.1:${port}/${word}`,
  (port, word) => `http://hooks.slack.com@127.0.0.1:${port}/${word}`,
  (port, word) => `http://hooks.slack.com:443@127.0.0.1:${port}/${word}`,
  (port, word) => `http://127.0.0.1:${port}/#.slack.com/${word}`,
  (port, word) => `http://127.0.0.1:${port}\\@hooks.slack.com/${word}`,
  (port, word) => `//127.0.0.1:${port}/${word}`,
  (_, word) => `https://hooks.slack.com.${word}.example/actions/1/2/3`,
  (_, word) => `https://hooks.slack.com./actions/${word}`,
  (_, word) => `https://${word}-slack.com/actions`,
  (_, word) => `https://hooks.sl\u0430ck.com/${word}`,
  (_, word) => `https://hooks\u3002slack\u3002com/${word}`,
  (_, word) => `https://169.254.169.254/latest/meta-data/${word}`,
  (_, word) => `file:///etc/${word}`,
  (_, word) => `gopher://127.0.0.1:25/${word}`,
  (_, word) => `javascript:${word}`,
  (_, word) => `https://hooks.slack.com/actions/T1/2/${word}`,
  () => '',
]

export const answerAddresses = (chance: Chance, port: number, count: number): string[] =>
  Array.from(
    { length: count },
    (_, place) => (shapes[place % shapes.length] ?? shapes[0])?.(port, Math.floor(chance() * 1e9).toString(36)) ?? '',
  )

/** Each address in a press, a command and a shortcut that are otherwise whole; throws when one of them was not taken in. */
export async function shootAddresses(target: Target, addresses: readonly string[]): Promise<void> {
  const { slack, url } = target
  const forge = createForge(slack, Math.random, () => ({ headers: {}, body: Buffer.alloc(0) }))
  const maya = getPerson(slack.state, 'maya')
  for (const address of addresses) {
    const answerable = { response_url: address, response_urls: [{ response_url: address }] }
    const payloads = [
      { ...forge.press(), ...answerable },
      { ...shortcutPayload(slack.state, maya, { by: maya, text: 'hello' }), ...answerable },
    ].map((payload) => ({ payload: JSON.stringify(payload) }))
    const made = [...payloads, { ...forge.command(), response_url: address }].map((fields) => signedForm(forge, fields))
    const statuses = await Promise.all(made.map((one) => shoot(url, one)))
    if (statuses.some((status) => status !== 200)) throw new Error(`${address} was answered ${statuses}`)
  }
}
