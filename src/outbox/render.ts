// Turns a card or form of ours into the reader's language, with a fresh handle behind every button.
import type { RenderedButton, RenderedCard, RenderedField, RenderedForm } from '../adapter.ts'
import type { Core } from '../core.ts'
import type { Account } from '../ids.ts'
import type { Intent } from '../intent.ts'
import type { Button, Card, Field, Form } from '../reply.ts'
import type { Tx } from '../store/store.ts'
import { render } from '../words/render.ts'
import { type Reader, type Text, text } from '../words/text.ts'
import { mintHandle } from './handles.ts'
import { mintPageLink } from './page-links.ts'

type Deps = Pick<Core, 'keys' | 'clock'>
type CardDeps = Deps & Pick<Core, 'pages'>
const mostQuoted = 200

/** A channel has no reader of its own and presses no buttons: `reader` is undefined there. */
export async function renderCard(
  tx: Tx,
  deps: CardDeps,
  card: Card,
  to: { reader: Reader; account: Account | undefined; handlesLastMs?: number; isLetter?: true },
): Promise<RenderedCard> {
  const say = (words: Text) => render(words, to.reader)
  const handle = async (meaning: Intent) =>
    to.account ? mintHandle(tx, deps, to.account, meaning, to.handlesLastMs) : ''
  const buttons: RenderedButton[] = []
  for (const button of card.buttons ?? []) {
    const leads = to.account || to.isLetter ? await behind(tx, deps, button, to.account, to.handlesLastMs) : undefined
    if (leads) buttons.push({ label: say(button.label), style: button.style ?? 'plain', ...leads })
  }
  const options: { label: string; handle: string }[] = []
  for (const option of to.account ? (card.menu?.options ?? []) : [])
    options.push({ label: say(option.label), handle: await handle(option.intent) })
  const below: RenderedCard[] = []
  for (const one of card.below ?? []) below.push(await renderCard(tx, deps, one, to))
  return {
    tone: card.tone,
    title: say(card.title),
    body: (card.body ?? []).map(say),
    facts: (card.facts ?? []).map(({ label, value }) => ({ label: say(label), value: say(value) })),
    quotes: (card.quotes ?? []).map(({ from, words }) => ({ from: say(from), words: words.slice(0, mostQuoted) })),
    buttons,
    menu: card.menu && options.length > 0 ? { label: say(card.menu.label), options } : undefined,
    footer: card.footer ? say(card.footer) : undefined,
    ...(card.below ? { below } : {}),
  }
}

/** A fresh handle or link. Undefined where the button would lead to a page and there are no pages. */
async function behind(
  tx: Tx,
  deps: CardDeps,
  button: Button,
  account: Account | undefined,
  lastMs?: number,
): Promise<{ handle: string } | { url: string } | undefined> {
  // What is pressed in a chat cannot be pressed in a letter.
  if (button.intent) return account && { handle: await mintHandle(tx, deps, account, button.intent, lastMs) }
  const url = await mintPageLink(tx, deps, button.page, account)
  return url === undefined ? undefined : { url }
}

export async function renderForm(
  tx: Tx,
  deps: Deps,
  form: Form,
  to: { reader: Reader; account: Account },
  meaning: Intent,
): Promise<RenderedForm> {
  const say = (words: Text) => render(words, to.reader)
  return {
    title: say(form.title),
    intro: form.intro ? say(form.intro) : undefined,
    fields: form.fields.map((field) => renderField(field, say)),
    submit: say(form.submit),
    cancel: say(text('form.cancel')),
    handle: await mintHandle(tx, deps, to.account, meaning),
  }
}

function renderField(field: Field, say: (words: Text) => string): RenderedField {
  const common = {
    name: field.name,
    label: say(field.label),
    hint: field.hint ? say(field.hint) : undefined,
    required: field.required,
    initial: field.initial ?? '',
  }
  switch (field.kind) {
    case 'choice':
      return {
        ...common,
        kind: 'choice',
        options: field.options.map(({ value, label }) => ({ value, label: say(label) })),
      }
    case 'number':
      return { ...common, kind: 'number', min: field.min, max: field.max }
    case 'code':
      return { ...common, kind: 'code', digits: field.digits }
    case 'line':
    case 'lines':
      return { ...common, kind: field.kind, maxLength: field.maxLength }
  }
}
