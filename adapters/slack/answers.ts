// Bolt's listeners: each takes one kind of request to the inbox and shows at once what the inbox says.
import type { App } from '@slack/bolt'
import type { AtOnce, Inbox, Incoming } from '#latchkey/adapter'
import type { Courtesies } from './courtesies.ts'
import { formCallback, renderErrors, renderForm, renderNotice, typedValues } from './form.ts'
import { readEvent } from './inbound.ts'
import { readCommand, readPress, readShortcut, readSubmit } from './interaction.ts'
import { type Fields, fields, text } from './payload.ts'
import { renderLine } from './render.ts'
import { type Client, callSlack, type Log } from './web.ts'
import type { Workspace } from './workspace.ts'

interface Parts {
  workspace: Workspace
  inbox: Inbox
  /** A client that gives up well within Slack's three seconds. */
  client: Client
  courtesies: Courtesies
  /** Slack lets the app in no more. */
  onShutOut(): void
  log: Log
}

/** The name under which the manifest registers the shortcut on a message. */
const askShortcut = 'ask-latchkey'

const nothing: AtOnce = { kind: 'nothing' }
const ourName = 'Latchkey'

const joined = (errors: Record<string, string>): string => Object.values(errors).join('\n')

export function listen(app: App, parts: Parts): void {
  const receive = async (made: Incoming | undefined): Promise<AtOnce> => (made ? parts.inbox.receive(made) : nothing)
  listenToEvents(app, parts, receive)
  listenToEnds(app, parts, receive)
  listenToUses(app, parts, receive)
  listenToForms(app, parts, receive)
}

type Receive = (made: Incoming | undefined) => Promise<AtOnce>

function listenToEvents(app: App, { workspace, courtesies }: Parts, receive: Receive): void {
  const afterEvent = async (atOnce: AtOnce, event: Fields): Promise<void> => {
    const [channel, user, at] = [text(event.channel), text(event.user), text(event.ts)]
    // To a bot nothing is said that it could answer.
    if (event.bot_id || channel === undefined || user === undefined) return
    if (atOnce.kind === 'line') await courtesies.whisper(channel, user, atOnce.text)
    // What is only for show does not hold up the acknowledgement.
    else if (atOnce.kind === 'prompts') void courtesies.suggest(channel, atOnce)
    else if (atOnce.kind === 'working' && at !== undefined) void courtesies.startWork(user, channel, at, atOnce.text)
  }
  for (const name of ['message', 'app_mention', 'app_home_opened', 'user_change'])
    app.event(name, async ({ body }) => {
      await afterEvent(await receive(readEvent(workspace, fields(body))), fields(body.event))
    })
}

function listenToEnds(app: App, { workspace, client, onShutOut, log }: Parts, receive: Receive): void {
  for (const name of ['tokens_revoked', 'app_uninstalled'])
    app.event(name, async ({ body }) => {
      const made = readEvent(workspace, fields(body))
      if (made === undefined) return
      // An old event after a new installation says nothing about now.
      const isLetIn = await callSlack(() => client.auth.test()).then(
        () => true,
        () => false,
      )
      if (isLetIn) return log.info(`Slack says "${name}", but still lets Latchkey in.`)
      onShutOut()
      log.error(`Slack says "${name}": this workspace no longer lets Latchkey in.`)
      await receive(made)
    })
}

function listenToUses(app: App, { workspace, client, courtesies }: Parts, receive: Receive): void {
  const openForm = async (trigger: string | undefined, atOnce: AtOnce): Promise<boolean> => {
    if (atOnce.kind !== 'form' || trigger === undefined) return false
    await client.views.open({ trigger_id: trigger, view: renderForm(atOnce.form) })
    return true
  }
  /** In the place where it was used; where nothing can be whispered (a home, somebody else's channel), as a small page. */
  const tell = async (body: Fields, words: string): Promise<void> => {
    const channel = text(fields(body.channel).id) ?? text(fields(body.container).channel_id)
    if (await courtesies.whisper(channel, text(fields(body.user).id), words)) return
    const trigger = text(body.trigger_id)
    if (trigger === undefined) return
    await client.views.open({ trigger_id: trigger, view: renderNotice(ourName, words) }).catch(() => {})
  }
  const show = async (body: Fields, atOnce: AtOnce): Promise<void> => {
    if (await openForm(text(body.trigger_id), atOnce)) return
    if (atOnce.kind === 'line') await tell(body, atOnce.text)
    else if (atOnce.kind === 'field-errors') await tell(body, joined(atOnce.errors))
  }

  app.action({ type: 'block_actions' }, async ({ body: sent, ack }) => {
    const body = fields(sent)
    await show(body, await receive(readPress(workspace, body)))
    await ack()
  })

  app.shortcut({ type: 'message_action', callback_id: askShortcut }, async ({ body: sent, ack }) => {
    const body = fields(sent)
    await show(body, await receive(readShortcut(workspace, body)))
    await ack()
  })

  // Only our own commands reach us, whatever the administrator called them.
  app.command(/./, async ({ body: sent, ack }) => {
    const body = fields(sent)
    const atOnce = await receive(readCommand(workspace, body))
    if (atOnce.kind === 'line') return ack({ response_type: 'ephemeral', ...renderLine(atOnce.text) })
    await openForm(text(body.trigger_id), atOnce)
    await ack()
  })
}

function listenToForms(app: App, { workspace }: Parts, receive: Receive): void {
  app.view({ type: 'view_submission', callback_id: formCallback }, async ({ body, ack }) => {
    const view = fields(body.view)
    const atOnce = await receive(readSubmit(workspace, fields(body)))
    switch (atOnce.kind) {
      case 'nothing':
      case 'working':
      case 'prompts':
        return ack()
      case 'field-errors': {
        const errors = renderErrors(atOnce.errors, Object.keys(typedValues(view)))
        if (Object.keys(errors).length > 0) return ack({ response_action: 'errors', errors })
        return ack({ response_action: 'update', view: renderNotice(fields(view.title).text, joined(atOnce.errors)) })
      }
      case 'form':
        return ack({ response_action: 'update', view: renderForm(atOnce.form) })
      case 'line':
        return ack({ response_action: 'update', view: renderNotice(fields(view.title).text, atOnce.text) })
    }
  })
}
