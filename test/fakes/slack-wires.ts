// The two ways in which Slack reaches a bot: signed HTTP requests, or envelopes over a connection that the bot opened.
import type { SlackSockets } from './slack-socket.ts'
import { type Fields, fields, type SlackState } from './slack-state.ts'
import { contentType, type SendOptions, type Sent, send, signature } from './slack-wire.ts'

export interface Wire {
  /** `retry` counts Slack's own repeats of one event. Undefined when there was no answer. */
  event(body: Fields, retry: number): Promise<Sent | undefined>
  interact(payload: Fields): Promise<Sent>
  command(form: Record<string, string>): Promise<Sent>
}

/** `botUrl` is asked at each request, because a bot may come back on another port. */
export function createHttpWire(state: SlackState, botUrl: () => string) {
  /** The lowest level: any bytes, signed as told. */
  function post(body: string | Buffer, kind: 'json' | 'form', options: SendOptions = {}): Promise<Sent> {
    const ts = options.ts ?? Math.floor(state.clock.now().getTime() / 1000)
    return send(botUrl(), body, {
      'content-type': contentType[kind],
      'x-slack-request-timestamp': String(ts),
      'x-slack-signature': signature(options.secret ?? state.signingSecret, ts, body),
      ...options.headers,
    })
  }
  return {
    post,
    event(body: Fields, retry: number) {
      const headers = retry > 0 ? { 'x-slack-retry-num': `${retry}`, 'x-slack-retry-reason': 'http_error' } : {}
      return post(JSON.stringify(body), 'json', { headers }).catch(() => undefined)
    },
    interact: (payload: Fields, options?: SendOptions) =>
      post(new URLSearchParams({ payload: JSON.stringify(payload) }).toString(), 'form', options),
    command: (form: Record<string, string>) => post(new URLSearchParams(form).toString(), 'form'),
  } satisfies Wire & Record<string, unknown>
}

export function createSocketWire(sockets: SlackSockets): Wire {
  async function sent(type: string, payload: Fields, rest?: Fields): Promise<Sent> {
    const answer = await sockets.send(type, payload, rest)
    if (!answer) return { status: 504, headers: {}, text: '' }
    const isEmpty = answer.payload === undefined || Object.keys(fields(answer.payload)).length === 0
    return { status: 200, headers: {}, text: isEmpty ? '' : JSON.stringify(answer.payload) }
  }
  return {
    event: (body, retry) =>
      sent('events_api', body, { retry_attempt: retry, retry_reason: retry > 0 ? 'timeout' : '' }),
    interact: (payload) => sent('interactive', payload),
    command: (form) => sent('slash_commands', form),
  }
}
