// Presses, forms and messages with one thing changed, each under a good signature: never more than what they say (T-C5).
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { incoming } from '../../../src/adapter.ts'
import { envelope, messageEvent, pressPayload, submitPayload } from '../../fakes/slack-payloads.ts'
import { type Fields, getPerson } from '../../fakes/slack-state.ts'
import { seedFor, sizeOf } from '../../prove/sizes.ts'
import { mutantsOf } from '../mutate.ts'
import { type Bench, startBench } from './bench.ts'

const atATime = 500

/** As Slack would send them for the one card and the one form that Maya has open. */
function honest({ slack: { state } }: Bench): Fields[] {
  const maya = getPerson(state, 'maya')
  const card = { channel: 'DU0MAYA001', ts: '1.2', user: state.botUser, text: '', blocks: [], metadata: {}, edits: 0 }
  const on = { type: 'button', label: 'Go', actionId: 'press-0', value: 'the-honest-handle', option: undefined }
  const view = { callback_id: 'latchkey-form', private_metadata: 'the-honest-handle' }
  const modal = { id: 'V1', hash: '1.a', trigger: '', view }
  return [
    pressPayload(state, maya, card, on),
    submitPayload(state, maya, modal, { code: { code: { type: 'plain_text_input', value: '123456' } } }),
    envelope(state, messageEvent(state, maya, 'unlock @leo', '2.1')),
  ]
}

const isPayload = (body: unknown): boolean => typeof body === 'object' && body !== null && !('event' in body)

async function send({ slack }: Bench, body: unknown): Promise<number> {
  const json = JSON.stringify(body)
  if (!isPayload(body)) return (await slack.post(json, 'json')).status
  return (await slack.post(new URLSearchParams({ payload: json }).toString(), 'form')).status
}

test('random changes of what Slack sends', async () => {
  const bench = await startBench()
  const seed = seedFor('Slack mutants')
  const size = sizeOf('slackMutants')
  let came = 0
  try {
    await bench.start()
    for (let sent = 0; sent < size; sent += atATime) {
      const part = fc.sample(mutantsOf(honest(bench)), { seed: seed + sent, numRuns: Math.min(atATime, size - sent) })
      for (const body of part) expect(await send(bench, body), JSON.stringify(body)).toBeLessThan(500)
      const received = bench.received.splice(0)
      came += received.length
      for (const one of received) {
        expect(incoming.safeParse(one).data).toEqual(one)
        // Nothing that was added anywhere else is taken for a button or a person.
        if (one.kind !== 'refused') expect(one.account.tenant, JSON.stringify(one)).toBe('T0NORTHW')
      }
    }
  } finally {
    await bench.adapter.stop()
    await bench.close()
  }
  // Most keep enough of the honest one to be taken in.
  expect(came).toBeGreaterThan(0.2 * size)
})
