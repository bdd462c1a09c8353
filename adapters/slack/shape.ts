// Rebuilds a body from the fields that are known, each of the right type: Bolt and the listeners never see another one.
import { type Fields, fields, list, text } from './payload.ts'

const pick = (from: Fields, names: readonly string[]): Fields =>
  Object.fromEntries(names.filter((name) => from[name] !== undefined).map((name) => [name, from[name]]))

const texts = (from: Fields, names: readonly string[]): Fields =>
  Object.fromEntries(names.map((name) => [name, text(from[name])]).filter(([, value]) => value !== undefined))

/** Their mere presence says something, so they are kept as they came. */
const marks = ['subtype', 'hidden', 'edited', 'bot_id', 'bot_profile', 'team', 'user_team', 'source_team'] as const

function event(body: Fields): Fields | undefined {
  const inner = fields(body.event)
  const type = text(inner.type)
  if (type === undefined) return undefined
  const words = texts(inner, ['user', 'text', 'ts', 'channel', 'channel_type', 'tab'])
  return {
    ...pick(body, ['type', 'team_id', 'api_app_id', 'event_id', 'is_ext_shared_channel']),
    event: { ...words, ...pick(inner, marks), type },
  }
}

const sender = (body: Fields): Fields => ({
  ...texts(body, ['type', 'api_app_id', 'trigger_id']),
  team: texts(fields(body.team), ['id']),
  user: texts(fields(body.user), ['id', 'team_id']),
})

function press(body: Fields): Fields | undefined {
  const [action, ...more] = list(body.actions).map(fields)
  if (action === undefined || more.length > 0) return undefined
  return {
    ...sender(body),
    channel: texts(fields(body.channel), ['id']),
    container: texts(fields(body.container), ['message_ts', 'channel_id']),
    actions: [
      {
        ...texts(action, ['type', 'action_id', 'block_id', 'action_ts', 'value']),
        selected_option: texts(fields(action.selected_option), ['value']),
      },
    ],
  }
}

const submit = (body: Fields): Fields => {
  const view = fields(body.view)
  return {
    ...sender(body),
    view: {
      ...texts(view, ['id', 'hash', 'callback_id', 'private_metadata']),
      title: texts(fields(view.title), ['text']),
      state: { values: fields(fields(view.state).values) },
    },
  }
}

/** The body as it is worked on, or undefined where this kind of content never carries it. */
export function findShape(kind: 'json' | 'form', body: Fields): Fields | undefined {
  if (kind === 'json') return body.type === 'event_callback' ? event(body) : undefined
  if (body.type === 'block_actions') return press(body)
  return body.type === 'view_submission' ? submit(body) : undefined
}
