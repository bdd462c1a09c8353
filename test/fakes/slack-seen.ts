// What a reader sees of a message or a modal in the fake Slack: blocks read back into the words of the chat driver.
import type { SeenForm, SeenMessage } from '../../src/demo/driver.ts'
import { type Fields, fields, list, type StoredMessage, string } from './slack-state.ts'

const textOf = (value: unknown): string => string(fields(value).text)

const blocksOf = (message: Pick<StoredMessage, 'blocks'>, type: string): Fields[] =>
  message.blocks.filter((block) => block.type === type)

/** The coloured mark in front of a title tells its tone and is no word of it. */
const withoutMark = (title: string): string => title.replace(/^(?:⏳|✅|⚠️) /u, '')

function factsIn(section: Fields): { label: string; value: string }[] {
  const facts: { label: string; value: string }[] = []
  for (const piece of list(section.elements).map(fields)) {
    const text = string(piece.text)
    const last = facts.at(-1)
    if (fields(piece.style).bold) facts.push({ label: text.replace(/:$/, ''), value: '' })
    else if (last) last.value += text
  }
  return facts.map(({ label, value }) => ({ label, value: value.trim() }))
}

function richTexts(message: StoredMessage) {
  const facts: SeenMessage['facts'] = []
  const quotes: SeenMessage['quotes'] = []
  for (const block of blocksOf(message, 'rich_text')) {
    const parts = list(block.elements).map(fields)
    const quote = parts.find((part) => part.type === 'rich_text_quote')
    const first = parts[0] ?? {}
    if (quote) quotes.push({ from: textOf(list(first.elements)[0]), words: textOf(list(quote.elements)[0]) })
    else facts.push(...factsIn(first))
  }
  return { facts, quotes }
}

export interface Pressable {
  type: string
  label: string
  actionId: string
  value: string
  option: Fields | undefined
  /** Where it leads, for a button that is a link. */
  url?: string
}

/** Every button and every option of a menu, in the order shown. */
export const pressables = (message: Pick<StoredMessage, 'blocks'>): Pressable[] =>
  blocksOf(message, 'actions')
    .flatMap((block) => list(block.elements).map(fields))
    .flatMap((element): Pressable[] => {
      const { type, action_id } = element
      const common = { type: string(type), actionId: string(action_id) }
      if (type === 'button')
        return [
          {
            ...common,
            label: textOf(element.text),
            value: string(element.value),
            option: undefined,
            ...(typeof element.url === 'string' && { url: element.url }),
          },
        ]
      return list(element.options)
        .map(fields)
        .map((option) => ({ ...common, label: textOf(option.text), value: string(option.value), option }))
    })

export const seenMessage = (message: StoredMessage): SeenMessage => ({
  id: `${message.channel}:${message.ts}`,
  title: withoutMark(textOf(blocksOf(message, 'header')[0]?.text)),
  body: message.blocks.length === 0 ? [message.text] : blocksOf(message, 'section').map((block) => textOf(block.text)),
  ...richTexts(message),
  buttons: pressables(message)
    .filter((one) => one.type === 'button')
    .map((one) => one.label),
  footer: blocksOf(message, 'context').map((block) => textOf(list(block.elements)[0]))[0],
  at: new Date(Number(message.ts) * 1000).toISOString(),
})

export const seenText = (seen: SeenMessage): string =>
  [
    seen.title,
    ...seen.body,
    ...seen.facts.map(({ label, value }) => `${label}: ${value}`),
    ...seen.quotes.map(({ from, words }) => `${from} ${words}`),
    ...seen.buttons.map((label) => `[${label}]`),
    seen.footer ?? '',
  ].join('\n')

export const inputsOf = (view: Fields): Fields[] =>
  list(view.blocks)
    .map(fields)
    .filter((block) => block.type === 'input')

export const seenForm = (view: Fields): SeenForm => ({
  title: textOf(view.title),
  fields: inputsOf(view).map((block) => ({ name: string(block.block_id), label: textOf(block.label) })),
})

/** Every word of a block, in the order shown. */
function wordsIn(block: Fields): string {
  if (block.type === 'rich_text')
    return list(block.elements)
      .flatMap((part) => list(fields(part).elements))
      .map(textOf)
      .join('')
  return textOf(block.text) || textOf(list(block.elements)[0])
}

/** A home page: its lines from top to bottom, and what can be pressed or chosen. */
export function seenHome(view: Fields): { lines: string[]; buttons: string[]; options: string[] } {
  const blocks = list(view.blocks).map(fields)
  const all = pressables({ blocks })
  return {
    lines: blocks.filter(({ type }) => type !== 'actions' && type !== 'divider').map(wordsIn),
    buttons: all.filter(({ type }) => type === 'button').map(({ label }) => label),
    options: all.filter(({ type }) => type !== 'button').map(({ label }) => label),
  }
}
