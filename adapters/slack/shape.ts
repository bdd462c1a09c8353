// Rebuilds a body from the fields that are known, each of the right type: Bolt and the listeners never see another one.
import { type Fields, fields, type Kind, list, text } from './payload.ts'

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
    event: {
      ...words,
      ...pick(inner, marks),
      // The account that changed comes whole, with its new fields; who it is is all that is taken from it.
      ...(type === 'user_change' ? { changed: texts(fields(inner.user), ['id']) } : {}),
      ...(type === 'tokens_revoked' ? { revoked: list(fields(inner.tokens).bot).map(text) } : {}),
      type,
    },
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
    container: texts(fields(body.container), ['type', 'message_ts', 'channel_id', 'view_id']),
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

const shortcut = (body: Fields): Fields => {
  const message = fields(body.message)
  return {
    ...sender(body),
    ...texts(body, ['callback_id', 'action_ts']),
    channel: texts(fields(body.channel), ['id']),
    message: {
      ...texts(message, ['type', 'user', 'text', 'ts']),
      ...pick(message, ['subtype', 'bot_id', 'bot_profile']),
    },
  }
}

/** The address to answer at (`response_url`) is left out: whoever answers there sends to wherever the body says. */
const command = (body: Fields): Fields | undefined => {
  const known = texts(body, ['command', 'text', 'user_id', 'team_id', 'channel_id', 'trigger_id', 'api_app_id'])
  return known.command && known.user_id && known.trigger_id ? known : undefined
}

/** The body as it is worked on, or undefined where this kind never looks so. */
export function findShape(kind: Kind, body: Fields): Fields | undefined {
  if (kind === 'event') return body.type === 'event_callback' ? event(body) : undefined
  if (kind === 'command') return command(body)
  switch (body.type) {
    case 'block_actions':
      return press(body)
    case 'view_submission':
      return submit(body)
    case 'message_action':
      return shortcut(body)
    default:
      return undefined
  }
}
