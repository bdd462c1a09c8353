// Turns a card or form of ours into the reader's language, with a fresh handle behind every button.
import type { RenderedButton, RenderedCard, RenderedField, RenderedForm } from '../adapter.ts'
import type { Core } from '../core.ts'
import type { Account } from '../ids.ts'
import type { Intent } from '../intent.ts'
import type { Button, Card, Field, Form } from '../reply.ts'
import type { Tx } from '../store/store.ts'
import { type Reader, type Text, text } from '../words/text.ts'
import { mintHandle, mintHandles } from './handles.ts'
import { mintPageLink } from './page-links.ts'
import { wordsOf } from './quotes.ts'
import { headline, spoken } from './spoken.ts'

type Deps = Pick<Core, 'keys' | 'clock'>
type CardDeps = Deps & Pick<Core, 'pages'>
type Db = Tx['db'] | Core['store']['db']
const mostQuoted = 200

/** A channel has no reader of its own and presses no buttons: `account` is undefined there. */
export async function renderCard(
  db: Db,
  deps: CardDeps,
  card: Card,
  to: { reader: Reader; account: Account | undefined; handlesLastMs?: number; isLetter?: true },
): Promise<RenderedCard> {
  const { account, reader, isLetter, handlesLastMs } = to
  // What is pressed in a chat cannot be pressed in a letter; only its links can.
  const links = account || isLetter ? await linksOf(db, deps, card, account) : new Map<Button, string>()
  if (!account) return drawn(card, reader, { deps, links })
  const { mint, store } = mintHandles(deps, account, handlesLastMs)
  const rendered = drawn(card, reader, { deps, mint, links })
  await store(db)
  return rendered
}

/** Where the buttons lead that lead to a page. A button that leads nowhere, because there are no pages, is left out. */
async function linksOf(db: Db, deps: CardDeps, card: Card, account: Account | undefined): Promise<Map<Button, string>> {
  const links = new Map<Button, string>()
  for (const button of [card, ...(card.below ?? [])].flatMap(({ buttons = [] }) => buttons)) {
    const url = button.page && (await mintPageLink(db, deps, button.page, account))
    if (url !== undefined) links.set(button, url)
  }
  return links
}

interface Behind {
  deps: Deps
  /** Where nothing can be pressed there is none. */
  mint?: (meaning: Intent) => string
  links: ReadonlyMap<Button, string>
}

function drawn(card: Card, reader: Reader, { deps, mint, links }: Behind): RenderedCard {
  const say = (words: Text) => spoken(words, reader)
  const buttons = (card.buttons ?? []).flatMap((button): RenderedButton[] => {
    const shown = { label: say(button.label), style: button.style ?? ('plain' as const) }
    if (button.intent) return mint ? [{ ...shown, handle: mint(button.intent) }] : []
    const url = links.get(button)
    return url === undefined ? [] : [{ ...shown, url }]
  })
  const options = mint
    ? (card.menu?.options ?? []).map(({ label, intent }) => ({ label: say(label), handle: mint(intent) }))
    : []
  return {
    tone: card.tone,
    title: headline(card.title, reader),
    body: (card.body ?? []).map(say),
    facts: (card.facts ?? []).map(({ label, value }) => ({ label: say(label), value: say(value) })),
    quotes: (card.quotes ?? []).flatMap((quote) =>
      wordsOf(deps, quote).map((words) => ({ from: say(quote.from), words: words.slice(0, mostQuoted) })),
    ),
    buttons,
    menu: card.menu && options.length > 0 ? { label: say(card.menu.label), options } : undefined,
    footer: card.footer ? say(card.footer) : undefined,
    ...(card.below
      ? { below: card.below.map((one) => drawn(one, reader, { deps, links, ...(mint && { mint }) })) }
      : {}),
  }
}

export async function renderForm(
  db: Db,
  deps: Deps,
  form: Form,
  to: { reader: Reader; account: Account },
  meaning: Intent,
): Promise<RenderedForm> {
  const say = (words: Text) => spoken(words, to.reader)
  return {
    title: say(form.title),
    intro: form.intro ? say(form.intro) : undefined,
    fields: form.fields.map((field) => renderField(field, say)),
    submit: say(form.submit),
    cancel: say(text('form.cancel')),
    handle: await mintHandle(db, deps, to.account, meaning),
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
