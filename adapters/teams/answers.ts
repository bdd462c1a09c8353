// What Teams shows at once after a press or a submitted form: a card in place of the pressed one, or words for a moment.
import { type AtOnce, cut, type Incoming, paragraph, type RenderedForm } from '#latchkey/adapter'
import type { TeamsActivity } from './activity.ts'
import type { AdaptiveCard } from './card.ts'
import type { Connector, Place } from './connector.ts'
import { findRefusal } from './failure.ts'
import { renderForm, renderNotice } from './form.ts'
import type { OpenForms } from './memory.ts'
import { cardMessage, textMessage } from './outbound.ts'
import type { TeamsWords } from './render.ts'

interface Parts {
  connector: Connector
  forms: OpenForms
  words: TeamsWords
  isNew(key: string): Promise<boolean>
}

type Submit = Extract<Incoming, { kind: 'submit' }>

/** `passing` words confirm and are not worth a message of their own. */
export type Shown = { kind: 'card'; card: AdaptiveCard } | { kind: 'words'; text: string; isPassing: boolean }

export interface Answers {
  toPress(atOnce: AtOnce, eventId: string, place: Place): Promise<Shown>
  toSubmit(atOnce: AtOnce, submit: Submit): Promise<Shown>
  /** The form was closed without being sent. */
  toClose(handle: string): Promise<Shown>
  /** What came back fits neither a button nor a form that is filled in as it should be. */
  toUnreadable(isForm: boolean): Shown
  toLine(text: string): Shown
  /** For an `Action.Submit`, to which nothing can be answered: the same by way of a message or an update. */
  send(shown: Shown, activity: TeamsActivity, place: Place): Promise<void>
}

const longestWords = 500
const mostUnfinished = 1000

const joined = (errors: Record<string, string>): string => Object.values(errors).join('\n')

const said = (words: string, isPassing = false): Shown => ({
  kind: 'words',
  // Teams takes an empty answer for none, says that the app cannot be reached, and sends the press again.
  text: cut(paragraph(words), longestWords) || '…',
  isPassing,
})

const messageOf = (card: AdaptiveCard) => cardMessage(card, card.fallbackText)

/** The body that Teams expects of an answer to `adaptiveCard/action`. */
export const invokeBody = (shown: Shown): object =>
  shown.kind === 'card'
    ? { statusCode: 200, type: 'application/vnd.microsoft.card.adaptive', value: shown.card }
    : { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: shown.text }

export function createAnswers({ connector, forms, words, isNew }: Parts): Answers {
  /** Presses whose form could not be posted: Teams sends them again, and they must not be taken for done. */
  const unfinished = new Set<string>()
  const passing = (text: string): Shown => said(text, true)

  /**
   * A card that is answered takes the place of the pressed one, which must stay: a form can be closed again, and the
   * pressed card may change while the form is being filled. So the form is a message of its own, once for each press.
   */
  async function open(form: RenderedForm, eventId: string, place: Place): Promise<void> {
    if (!(await isNew(`teams-form/${eventId}`)) && !unfinished.delete(eventId)) return
    try {
      await forms.save(form)
      await connector.post(place, messageOf(renderForm(form, words)))
    } catch (error) {
      unfinished.add(eventId)
      for (const oldest of unfinished) if (unfinished.size > mostUnfinished) unfinished.delete(oldest)
      throw error
    }
  }

  /** The form lets go: what is left of it is its title and a sentence. */
  async function end(handle: string, sentence: string): Promise<Shown> {
    const form = await forms.find(handle)
    await forms.forget(handle)
    return { kind: 'card', card: renderNotice(form?.title, sentence) }
  }

  async function withErrors(submit: Submit, errors: Record<string, string>): Promise<Shown> {
    const form = await forms.find(submit.handle)
    if (form === undefined) return said(joined(errors))
    return { kind: 'card', card: renderForm(form, words, { values: submit.values, errors }) }
  }

  return {
    async toPress(atOnce, eventId, place) {
      switch (atOnce.kind) {
        case 'nothing':
        case 'prompts':
          return passing(words.received)
        case 'working':
          return passing(atOnce.text)
        case 'form':
          await open(atOnce.form, eventId, place)
          return passing(words.formBelow)
        case 'field-errors':
          return said(joined(atOnce.errors))
        case 'line':
          return said(atOnce.text)
      }
    },
    async toSubmit(atOnce, submit) {
      switch (atOnce.kind) {
        case 'nothing':
        case 'working':
        case 'prompts':
          return end(submit.handle, words.sent)
        case 'form':
          await forms.forget(submit.handle)
          await forms.save(atOnce.form)
          return { kind: 'card', card: renderForm(atOnce.form, words) }
        case 'field-errors':
          return withErrors(submit, atOnce.errors)
        case 'line':
          return end(submit.handle, atOnce.text)
      }
    },
    toClose: (handle) => end(handle, words.closed),
    toUnreadable: (isForm) => said(isForm ? words.fillIn : words.pickOne),
    toLine: (text) => said(text),
    async send(shown, { replyToId }, place) {
      if (shown.kind === 'words') {
        if (!shown.isPassing) await connector.post(place, textMessage(shown.text))
        return
      }
      const message = messageOf(shown.card)
      if (replyToId === undefined) return void (await connector.post(place, message))
      await connector.update(place, replyToId, message).catch(async (error: unknown) => {
        if (findRefusal(error)?.status !== 404) throw error
        await connector.post(place, message)
      })
    },
  }
}
