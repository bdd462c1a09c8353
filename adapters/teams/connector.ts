// What the adapter asks of the Bot Connector, in six calls; each goes through the SDK and to an allowed address only.
import {
  type Activity,
  type ChannelAccount,
  type CloudAdapter,
  type ConversationAccount,
  type ConversationReference,
  TeamsInfo,
  type TurnContext,
} from 'botbuilder'
import { unavailable, unreachable } from './failure.ts'
import { type Fields, fields, list, text } from './payload.ts'
import { connectorAudience } from './sdk.ts'
import type { ServiceUrls } from './serviceurl.ts'

export interface Place {
  serviceUrl: string
  /** A private conversation, a group chat, a channel or a team: Teams names them all alike. */
  conversation: string
}

export interface Connector {
  /** Returns Teams' id of the message. */
  post(place: Place, message: Partial<Activity>): Promise<string>
  update(place: Place, id: string, message: Partial<Activity>): Promise<void>
  /** The passing sign that somebody is writing. */
  showWork(place: Place): Promise<void>
  /** Opens the private conversation with somebody, or finds the one there is; returns its id. */
  open(serviceUrl: string, member: string): Promise<string>
  member(place: Place, member: string): Promise<Fields>
  /** One page of the people in a team or chat; `next` is there as long as more follow. */
  roster(place: Place, page: string | undefined): Promise<{ members: Fields[]; next: string | undefined }>
}

const channelId = 'msteams'
const rosterPage = 500

export function createConnector(
  cloud: CloudAdapter,
  { appId, tenantId, serviceUrls }: { appId: string; tenantId: string; serviceUrls: ServiceUrls },
): Connector {
  // The SDK's types ask for names and kinds as well, which Teams knows better than we do.
  const bot = { id: `28:${appId}` } as ChannelAccount

  /** A reference can be years old or written by somebody else, so its address is looked at each time. */
  const checked = (serviceUrl: string): string => {
    if (!serviceUrls.isService(serviceUrl)) throw unreachable()
    return serviceUrl
  }

  async function at<Answer>(place: Place, ask: (context: TurnContext) => Promise<Answer>): Promise<Answer> {
    const reference: Partial<ConversationReference> = {
      bot,
      channelId,
      serviceUrl: checked(place.serviceUrl),
      conversation: { id: place.conversation, tenantId } as ConversationAccount,
    }
    let answer: { value: Answer } | undefined
    await cloud.continueConversationAsync(appId, reference, async (context) => {
      // The SDK makes up an activity to continue from; what is posted is no reply to it.
      delete context.activity.id
      answer = { value: await ask(context) }
    })
    if (answer === undefined) throw unavailable('no answer')
    return answer.value
  }

  return {
    post: (place, message) =>
      at(place, async (context) => {
        const id = text((await context.sendActivity(message))?.id)
        if (id === undefined) throw unavailable('it gave the message no id')
        return id
      }),
    update: (place, id, message) =>
      at(place, async (context) => {
        await context.updateActivity({ ...message, id })
      }),
    showWork: (place) =>
      at(place, async (context) => {
        await context.sendActivity({ type: 'typing' })
      }),
    async open(serviceUrl, member) {
      let opened: string | undefined
      const tenant = { tenantId, channelData: { tenant: { id: tenantId } } }
      const wanted = { isGroup: false, bot, members: [{ id: member } as ChannelAccount], ...tenant }
      const take = async (context: TurnContext) => {
        opened = text(context.activity.conversation.id)
      }
      await cloud.createConversationAsync(appId, channelId, checked(serviceUrl), connectorAudience, wanted, take)
      if (opened === undefined) throw unavailable('it gave the conversation no id')
      return opened
    },
    member: (place, member) => at(place, async (context) => fields(await TeamsInfo.getMember(context, member))),
    roster: (place, page) =>
      at(place, async (context) => {
        const answer = fields(await TeamsInfo.getPagedMembers(context, rosterPage, page))
        return { members: list(answer.members).map(fields), next: text(answer.continuationToken) }
      }),
  }
}
