// What is done with an activity: noted where its author can be reached, given to the inbox, and answered at once.
import type { AtOnce, Inbox, Incoming } from '#latchkey/adapter'
import { isPrivate, type TeamsActivity } from './activity.ts'
import { type Answers, invokeBody, type Shown } from './answers.ts'
import { handlesIn } from './card.ts'
import type { Connector, Place } from './connector.ts'
import type { Log } from './failure.ts'
import { mentionedIn, readActivity } from './inbound.ts'
import type { References } from './memory.ts'
import type { Work } from './receiver.ts'
import { remember } from './remember.ts'

interface Parts {
  tenant: string
  inbox: Inbox
  references: References
  connector: Connector
  answers: Answers
  log: Log
}

export function createWork({ tenant, inbox, references, connector, answers, log }: Parts): Work {
  /** What was said or sent is stored already, so a failure to show the answer is told to the log only. */
  const send = (shown: Shown, activity: TeamsActivity, place: Place): Promise<void> =>
    answers.send(shown, activity, place).catch(() => {
      log.warn('An answer could not be shown at once.')
    })

  /** Teams shows an invoke's answer itself; to a message it must be sent. */
  async function show(shown: Shown, activity: TeamsActivity, place: Place): Promise<object | undefined> {
    if (activity.type === 'invoke') return invokeBody(shown)
    await send(shown, activity, place)
    return undefined
  }

  /** Teams shows suggestions only below a message of their own; the welcome that follows has the list of everything. */
  async function courtesy(atOnce: AtOnce, made: Incoming, activity: TeamsActivity, place: Place): Promise<void> {
    // In public nothing is said that is meant for one, and to a bot nothing that it could answer.
    if (!isPrivate(activity) || (made.kind === 'refused' && made.why === 'bot')) return
    if (atOnce.kind === 'line') await send(answers.toLine(atOnce.text), activity, place)
    // What is only for show neither holds up the acknowledgement nor is missed.
    else if (atOnce.kind === 'working') void connector.showWork(place).catch(() => {})
  }

  async function onData(activity: TeamsActivity, made: Incoming | undefined, place: Place) {
    const { close, submit } = handlesIn(activity.data ?? {})
    if (made?.kind === 'submit') return answers.toSubmit(await inbox.receive(made), made)
    if (made !== undefined) return answers.toPress(await inbox.receive(made), made.eventId, place)
    return close === undefined ? answers.toUnreadable(submit !== undefined) : answers.toClose(close)
  }

  return async (activity) => {
    const place = { serviceUrl: activity.serviceUrl, conversation: activity.conversation.id }
    await remember(activity, tenant, references)
    const named = mentionedIn(activity)
    const known = named.length === 0 ? [] : await references.accountsOf(tenant, named)
    const made = readActivity(activity, tenant, known)
    if (activity.data !== undefined && isPrivate(activity))
      return show(await onData(activity, made, place), activity, place)
    if (made !== undefined) await courtesy(await inbox.receive(made), made, activity, place)
    return undefined
  }
}
