// Bolt's listeners: each takes one kind of request to the inbox and shows at once what the inbox says.
import type { App } from '@slack/bolt'
import type { AtOnce, Inbox, Incoming } from '#latchkey/adapter'
import { formCallback, renderErrors, renderForm, renderNotice, typedValues } from './form.ts'
import { readEvent, readPress, readSubmit } from './inbound.ts'
import { type Fields, fields, text } from './payload.ts'
import { renderLine } from './render.ts'
import { type Client, type Log, slackCode } from './web.ts'
import type { Workspace } from './workspace.ts'

interface Parts {
  workspace: Workspace
  inbox: Inbox
  /** A client that gives up well within Slack's three seconds. */
  client: Client
  log: Log
}

const nothing: AtOnce = { kind: 'nothing' }

const joined = (errors: Record<string, string>): string => Object.values(errors).join('\n')

export function listen(app: App, { workspace, inbox, client, log }: Parts): void {
  const receive = async (made: Incoming | undefined): Promise<AtOnce> => (made ? inbox.receive(made) : nothing)

  /** A private line is a courtesy: what was asked is stored already, so a failure here is told to the log only. */
  const whisper = async (channel: string | undefined, user: string | undefined, words: string): Promise<void> => {
    if (channel === undefined || user === undefined) return
    try {
      await client.chat.postEphemeral({ channel, user, ...renderLine(words) })
    } catch (error) {
      log.warn(`A private line could not be shown (${slackCode(error) ?? 'no answer'}).`)
    }
  }

  const afterEvent = async (atOnce: AtOnce, event: Fields): Promise<void> => {
    // Without a press there is nothing to open a form with, and to a bot nothing is said that it could answer.
    if (atOnce.kind === 'line' && !event.bot_id) await whisper(text(event.channel), text(event.user), atOnce.text)
  }

  for (const name of ['message', 'app_mention', 'app_home_opened'])
    app.event(name, async ({ body }) => {
      await afterEvent(await receive(readEvent(workspace, fields(body))), fields(body.event))
    })

  for (const name of ['tokens_revoked', 'app_uninstalled'])
    app.event(name, async () => log.error(`Slack says "${name}": this workspace no longer lets Latchkey in.`))

  app.action({ type: 'block_actions' }, async ({ body: sent, ack }) => {
    const body = fields(sent)
    const atOnce = await receive(readPress(workspace, body))
    const channel = text(fields(body.channel).id) ?? text(fields(body.container).channel_id)
    const user = text(fields(body.user).id)
    const trigger = text(body.trigger_id)
    if (atOnce.kind === 'form' && trigger !== undefined)
      await client.views.open({ trigger_id: trigger, view: renderForm(atOnce.form) })
    else if (atOnce.kind === 'line') await whisper(channel, user, atOnce.text)
    else if (atOnce.kind === 'field-errors') await whisper(channel, user, joined(atOnce.errors))
    await ack()
  })

  app.view({ type: 'view_submission', callback_id: formCallback }, async ({ body, ack }) => {
    const view = fields(body.view)
    const atOnce = await receive(readSubmit(workspace, fields(body)))
    switch (atOnce.kind) {
      case 'nothing':
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
