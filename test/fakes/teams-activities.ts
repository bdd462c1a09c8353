// Activities as the Bot Connector sends them: messages, mentions, installations, presses and submitted forms.
import { randomUUID } from 'node:crypto'
import { type FakePerson, type Fields, fields, type StoredMessage, string, type TeamsState } from './teams-state.ts'

/** What somebody typed, as Teams hands it on: as HTML text, people called by a tag. */
function typed(state: TeamsState, words: string): { text: string; entities: Fields[] } {
  const entities: Fields[] = []
  const safe = words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
  const text = safe.replace(/(?<![\w.])@([a-z][a-z0-9_-]*)/g, (whole, name: string) => {
    const person = state.findPerson(name)
    if (!person) return whole
    const tag = `<at>${person.realName}</at>`
    entities.push({ type: 'mention', text: tag, mentioned: { id: person.member, name: person.realName } })
    return tag
  })
  return { text, entities }
}

function common(state: TeamsState, person: FakePerson, serviceUrl: string): Fields {
  const tenant = person.tenant ?? state.tenant
  const { locale = 'en-US', timeZone = 'Europe/Berlin' } = person
  return {
    id: `f:${randomUUID()}`,
    channelId: 'msteams',
    serviceUrl,
    timestamp: state.clock.now().toISOString(),
    localTimestamp: state.clock.now().toISOString(),
    from: { id: person.member, name: person.realName, ...(person.id ? { aadObjectId: person.id } : {}) },
    recipient: { id: state.bot, name: 'Latchkey' },
    locale,
    localTimezone: timeZone,
    entities: [{ type: 'clientInfo', locale, country: 'DE', platform: 'Windows', timezone: timeZone }],
    conversation: { conversationType: 'personal', tenantId: tenant, id: state.privateConversation(person.name) },
    channelData: { tenant: { id: tenant } },
  }
}

export function messageActivity(state: TeamsState, person: FakePerson, serviceUrl: string, words: string): Fields {
  const { text, entities } = typed(state, words)
  const made = common(state, person, serviceUrl)
  return {
    ...made,
    type: 'message',
    textFormat: 'plain',
    text,
    entities: [...(made.entities as Fields[]), ...entities],
  }
}

export function mentionActivity(
  state: TeamsState,
  person: FakePerson,
  serviceUrl: string,
  place: { team: string; channel: string },
  words: string,
): Fields {
  const made = messageActivity(state, person, serviceUrl, words)
  const call = { type: 'mention', text: '<at>Latchkey</at>', mentioned: { id: state.bot, name: 'Latchkey' } }
  return {
    ...made,
    text: `<at>Latchkey</at>&nbsp;${string(made.text)}`,
    entities: [...(made.entities as Fields[]), call],
    conversation: {
      ...fields(made.conversation),
      conversationType: 'channel',
      isGroup: true,
      id: `${place.channel};messageid=${state.next()}`,
    },
    channelData: { ...fields(made.channelData), team: { id: place.team }, channel: { id: place.channel } },
  }
}

export const installActivity = (state: TeamsState, person: FakePerson, serviceUrl: string, action: string): Fields => ({
  ...common(state, person, serviceUrl),
  type: 'installationUpdate',
  action,
})

/** Teams sends this beside the installation itself. */
export const addedActivity = (state: TeamsState, person: FakePerson, serviceUrl: string): Fields => ({
  ...common(state, person, serviceUrl),
  type: 'conversationUpdate',
  membersAdded: [{ id: state.bot }, { id: person.member }],
})

export const teamActivity = (
  state: TeamsState,
  person: FakePerson,
  serviceUrl: string,
  team: string,
  action: string,
): Fields => {
  const made = installActivity(state, person, serviceUrl, action)
  return {
    ...made,
    conversation: { ...fields(made.conversation), conversationType: 'channel', isGroup: true, id: team },
    channelData: { ...fields(made.channelData), team: { id: team } },
  }
}

/** The same press from a client that knows `Action.Execute`, and from one that falls back to `Action.Submit`. */
export function pressActivity(
  state: TeamsState,
  person: FakePerson,
  serviceUrl: string,
  press: { message: StoredMessage; action: Fields; inputs: Fields; isOldClient: boolean },
): Fields {
  const made = { ...common(state, person, serviceUrl), replyToId: press.message.id }
  const action = press.isOldClient ? fields(press.action.fallback) : press.action
  const data = { ...fields(action.data), ...(action.associatedInputs === 'none' ? {} : press.inputs) }
  if (press.isOldClient) return { ...made, type: 'message', value: data }
  const { title, verb } = action
  const value = { action: { type: 'Action.Execute', title, verb, data }, trigger: 'manual' }
  return { ...made, type: 'invoke', name: 'adaptiveCard/action', value }
}
