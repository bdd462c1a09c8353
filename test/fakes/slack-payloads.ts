// Bodies as Slack's servers send them: event envelopes, presses and submitted modals.
import type { Pressable } from './slack-seen.ts'
import type { FakePerson, Fields, OpenHome, OpenModal, SlackState, StoredMessage } from './slack-state.ts'

const token = 'verification-token-of-old'

/** What somebody typed, as Slack stores it: specials escaped, addresses and people marked up. */
function typed(state: SlackState, text: string): string {
  const safe = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
  return safe
    .replace(/[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g, (email) => `<mailto:${email}|${email}>`)
    .replace(/(?<![\w<:|.])@([a-z][a-z0-9_-]*)/g, (whole, name: string) => {
      const person = state.findPerson(name)
      return person ? `<@${person.id}>` : whole
    })
}

/** The author's fields of an event: a colleague, somebody of another workspace, or another app's bot. */
function author(state: SlackState, person: FakePerson): Fields {
  const team = person.team ?? state.team
  const foreign = team === state.team ? {} : { user_team: team, source_team: team, user_profile: { team } }
  const bot =
    person.bot === undefined ? {} : { bot_id: person.bot, app_id: 'A0OTHER01', bot_profile: { id: person.bot } }
  return { user: person.id, team, ...foreign, ...bot }
}

export function messageEvent(state: SlackState, person: FakePerson, text: string, ts: string): Fields {
  return {
    type: 'message',
    ...author(state, person),
    ...(person.bot === undefined ? { client_msg_id: crypto.randomUUID() } : {}),
    text: typed(state, text),
    ts,
    event_ts: ts,
    channel: state.directConversation(person.id),
    channel_type: 'im',
  }
}

export function mentionEvent(state: SlackState, person: FakePerson, channel: string, text: string, ts: string): Fields {
  const said = `<@${state.botUser}> ${typed(state, text)}`
  return { type: 'app_mention', ...author(state, person), text: said, ts, event_ts: ts, channel }
}

export const openedEvent = (state: SlackState, person: FakePerson, tab: string, ts: string): Fields => ({
  type: 'app_home_opened',
  user: person.id,
  channel: state.directConversation(person.id),
  tab,
  event_ts: ts,
})

export const envelope = (state: SlackState, event: Fields, rest: Fields = {}): Fields => ({
  token,
  team_id: state.team,
  context_team_id: state.team,
  context_enterprise_id: null,
  api_app_id: state.appId,
  event,
  type: 'event_callback',
  event_id: `Ev${crypto.randomUUID().replaceAll('-', '').slice(0, 16).toUpperCase()}`,
  event_time: Math.floor(state.clock.now().getTime() / 1000),
  authorizations: [
    { enterprise_id: null, team_id: state.team, user_id: state.botUser, is_bot: true, is_enterprise_install: false },
  ],
  is_ext_shared_channel: state.channels.some((channel) => channel.id === event.channel && channel.isShared === true),
  event_context: '4-eyJldCI6Im1lc3NhZ2UifQ',
  ...rest,
})

const presser = (state: SlackState, person: FakePerson): Fields => ({
  team: { id: state.team, domain: 'northwind' },
  user: { id: person.id, username: person.name, name: person.name, team_id: person.team ?? state.team },
  api_app_id: state.appId,
  token,
  enterprise: null,
  is_enterprise_install: false,
})

const actionOf = (state: SlackState, on: Pressable): Fields => {
  const action = { type: on.type, action_id: on.actionId, block_id: 'q1w2', action_ts: state.timestamp() }
  const chosen = on.option
    ? { selected_option: on.option }
    : { value: on.value, text: { type: 'plain_text', text: on.label } }
  return { ...action, ...chosen }
}

export function pressPayload(state: SlackState, person: FakePerson, message: StoredMessage, on: Pressable): Fields {
  const { channel, ts } = message
  return {
    type: 'block_actions',
    ...presser(state, person),
    container: { type: 'message', message_ts: ts, channel_id: channel, is_ephemeral: false },
    trigger_id: state.trigger(person.id),
    channel: { id: channel, name: 'directmessage' },
    message: {
      type: 'message',
      user: state.botUser,
      bot_id: state.bot,
      ts,
      text: message.text,
      blocks: message.blocks,
    },
    state: { values: {} },
    response_url: 'https://hooks.slack.invalid/actions/1/2/3',
    actions: [actionOf(state, on)],
  }
}

export const submitPayload = (state: SlackState, person: FakePerson, modal: OpenModal, values: Fields): Fields => ({
  type: 'view_submission',
  ...presser(state, person),
  trigger_id: state.trigger(person.id),
  view: {
    ...modal.view,
    id: modal.id,
    team_id: state.team,
    state: { values },
    hash: modal.hash,
    previous_view_id: null,
    root_view_id: modal.id,
    app_id: state.appId,
    external_id: '',
    app_installed_team_id: state.team,
    bot_id: state.bot,
  },
  response_urls: [],
})

/** A press on the home page comes with the whole page and without a channel. */
export const homePressPayload = (state: SlackState, person: FakePerson, home: OpenHome, on: Pressable): Fields => ({
  type: 'block_actions',
  ...presser(state, person),
  container: { type: 'view', view_id: home.id },
  trigger_id: state.trigger(person.id),
  view: {
    ...home.view,
    id: home.id,
    team_id: state.team,
    state: { values: {} },
    hash: home.hash,
    previous_view_id: null,
    root_view_id: home.id,
    app_id: state.appId,
    external_id: '',
    app_installed_team_id: state.team,
    bot_id: state.bot,
  },
  actions: [actionOf(state, on)],
})

export function shortcutPayload(
  state: SlackState,
  person: FakePerson,
  { by, text, channel = 'C0GENERAL' }: { by: FakePerson; text: string; channel?: string },
): Fields {
  const ts = state.timestamp()
  return {
    type: 'message_action',
    ...presser(state, person),
    callback_id: 'ask-latchkey',
    trigger_id: state.trigger(person.id),
    action_ts: state.timestamp(),
    message_ts: ts,
    channel: { id: channel, name: 'general' },
    message: { type: 'message', ...author(state, by), text: typed(state, text), ts, blocks: [] },
    response_url: 'https://hooks.slack.invalid/app/1/2/3',
  }
}

/** Flat, as Slack's commands are. */
export const commandForm = (state: SlackState, person: FakePerson, channel: string, text: string) => ({
  token,
  team_id: state.team,
  team_domain: 'northwind',
  channel_id: channel,
  channel_name: 'general',
  user_id: person.id,
  user_name: person.name,
  command: '/latchkey',
  text: typed(state, text),
  api_app_id: state.appId,
  is_enterprise_install: 'false',
  response_url: 'https://hooks.slack.invalid/commands/1/2/3',
  trigger_id: state.trigger(person.id),
})

/** The whole account, as it is after the change. */
export const changedEvent = (state: SlackState, person: FakePerson): Fields => ({
  type: 'user_change',
  user: {
    id: person.id,
    team_id: person.team ?? state.team,
    name: person.name,
    deleted: false,
    profile: { real_name: person.realName, email: person.email },
    ...person.flags,
  },
  cache_ts: Math.floor(state.clock.now().getTime() / 1000),
  event_ts: state.timestamp(),
})
