// Rebuilds an activity from the fields that are known, each of the right type: the SDK and everything else see no other.
import { type Fields, fields, findUuid, list, text } from './payload.ts'

export interface TeamsActivity {
  type: string
  id: string
  channelId: 'msteams'
  serviceUrl: string
  name: string | undefined
  /** Of an installation: "add", "remove" and their "-upgrade" forms. */
  action: string | undefined
  text: string
  locale: string | undefined
  localTimezone: string | undefined
  replyToId: string | undefined
  from: { id: string; role: string | undefined; aadObjectId: string | undefined }
  recipient: { id: string }
  conversation: { id: string; conversationType: string }
  /** Every tenant that the activity names, each once. */
  tenants: string[]
  team: string | undefined
  eventType: string | undefined
  mentions: { id: string; text: string }[]
  added: string[]
  removed: string[]
  /** What a card's button or form sent, from either of the two actions; undefined for everything else. */
  data: Fields | undefined
}

const longestId = 500

const idIn = (value: unknown): string | undefined => {
  const id = text(fields(value).id)
  return id !== undefined && id.length <= longestId ? id : undefined
}

const idsIn = (value: unknown): string[] =>
  list(value)
    .map(idIn)
    .filter((id) => id !== undefined)

function mentionsIn(entities: unknown): TeamsActivity['mentions'] {
  return list(entities)
    .map(fields)
    .filter((entity) => entity.type === 'mention')
    .map((entity) => ({ id: idIn(entity.mentioned) ?? '', text: text(entity.text) ?? '' }))
}

/** An `Action.Execute` comes as an invoke, its fallback `Action.Submit` as a message that has a value. */
function dataIn(type: string, body: Fields): Fields | undefined {
  const value = fields(body.value)
  if (type === 'message') return Object.keys(value).length > 0 ? value : undefined
  const isCardAction = type === 'invoke' && body.name === 'adaptiveCard/action'
  return isCardAction ? fields(fields(value.action).data) : undefined
}

/** The activity, or undefined where something is missing that every activity of Teams has. */
export function findActivity(body: Fields): TeamsActivity | undefined {
  const [type, serviceUrl] = [text(body.type), text(body.serviceUrl)]
  const [id, from, recipient, conversation] = [
    idIn(body),
    idIn(body.from),
    idIn(body.recipient),
    idIn(body.conversation),
  ]
  if (type === undefined || serviceUrl === undefined || body.channelId !== 'msteams') return undefined
  if (id === undefined || from === undefined || recipient === undefined || conversation === undefined) return undefined
  const channelData = fields(body.channelData)
  const sender = fields(body.from)
  const place = fields(body.conversation)
  const named = [place.tenantId, fields(channelData.tenant).id, sender.tenantId].map(text)
  return {
    type,
    id,
    channelId: 'msteams',
    serviceUrl,
    name: text(body.name),
    action: text(body.action),
    text: text(body.text) ?? '',
    locale: text(body.locale),
    localTimezone: text(body.localTimezone),
    replyToId: text(body.replyToId),
    from: { id: from, role: text(sender.role), aadObjectId: findUuid(sender.aadObjectId) },
    recipient: { id: recipient },
    conversation: { id: conversation, conversationType: text(place.conversationType) ?? '' },
    tenants: [...new Set(named.filter((tenant) => tenant !== undefined).map((tenant) => tenant.toLowerCase()))],
    team: idIn(channelData.team),
    eventType: text(channelData.eventType),
    mentions: mentionsIn(body.entities),
    added: idsIn(body.membersAdded),
    removed: idsIn(body.membersRemoved),
    data: dataIn(type, body),
  }
}

export const isPrivate = (activity: TeamsActivity): boolean => activity.conversation.conversationType === 'personal'
