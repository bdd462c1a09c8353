// What a reader sees of a card in the fake Teams: elements read back into the words of the chat driver.
import type { SeenForm, SeenMessage } from '../../src/demo/driver.ts'
import { type Fields, fields, list, type StoredMessage, string } from './teams-state.ts'

const runsOf = (element: Fields): Fields[] => list(element.inlines).map(fields)

/** Lines stand below one another in a container; within one block Teams would join them. */
function wordsOf(element: Fields): string {
  if (element.type === 'Container')
    return list(element.items)
      .map((item) => wordsOf(fields(item)))
      .join('\n')
  return runsOf(element)
    .map((run) => string(run.text))
    .join('')
}

type Part = 'title' | 'fact' | 'quote' | 'footer' | 'body' | undefined

function partOf(element: Fields): Part {
  const [first = {}, ...more] = runsOf(element)
  if (element.type === 'Container') return element.style === 'emphasis' ? 'quote' : 'body'
  if (element.type !== 'RichTextBlock') return undefined
  if (first.size === 'Large') return 'title'
  if (first.size === 'Small' && first.isSubtle) return 'footer'
  return first.weight === 'Bolder' && more.length === 1 ? 'fact' : 'body'
}

const bodyOf = (card: Fields | undefined): Fields[] => list(card?.body).map(fields)

/** Every action that can be pressed, in the order shown. */
export const actionsOf = (card: Fields | undefined): Fields[] =>
  [...bodyOf(card).flatMap((element) => list(element.actions)), ...list(card?.actions)].map(fields)

export const inputsOf = (card: Fields | undefined): Fields[] =>
  bodyOf(card).filter((element) => string(element.type).startsWith('Input.'))

/** The coloured mark in front of a title tells its tone and is no word of it. */
const withoutMark = (title: string): string => title.replace(/^(?:⏳|✅|⚠️) /u, '')

export function seenMessage(message: StoredMessage): SeenMessage {
  const { card } = message
  const parts = (part: Part) => bodyOf(card).filter((element) => partOf(element) === part)
  return {
    id: message.id,
    title: withoutMark(parts('title').map(wordsOf)[0] ?? ''),
    body: card === undefined ? [message.text] : parts('body').map(wordsOf),
    facts: parts('fact').map((element) => {
      const [label, value] = runsOf(element).map((run) => string(run.text))
      return { label: label?.replace(/: $/, '') ?? '', value: value ?? '' }
    }),
    quotes: parts('quote').map((element) => {
      const [from, words] = list(element.items).map((item) => wordsOf(fields(item)))
      return { from: from ?? '', words: words ?? '' }
    }),
    buttons: list(card?.actions).map((action) => string(fields(action).title)),
    footer: parts('footer').map(wordsOf)[0],
    at: message.at.toISOString(),
  }
}

export const seenText = (seen: SeenMessage): string =>
  [
    seen.title,
    ...seen.body,
    ...seen.facts.map(({ label, value }) => `${label}: ${value}`),
    ...seen.quotes.map(({ from, words }) => `${from} ${words}`),
    ...seen.buttons.map((label) => `[${label}]`),
    seen.footer ?? '',
  ].join('\n')

const nameOf = (input: Fields): string => string(input.id).replace(/^field-/, '')

export const seenForm = (card: Fields | undefined): SeenForm => ({
  title:
    bodyOf(card)
      .filter((element) => partOf(element) === 'title')
      .map(wordsOf)[0] ?? '',
  fields: inputsOf(card).map((input) => ({ name: nameOf(input), label: string(input.label) })),
})

/** What stands in red below the inputs, by the input it stands below. */
export function seenErrors(card: Fields | undefined): Record<string, string> {
  const errors: Record<string, string> = {}
  let above = ''
  for (const element of bodyOf(card)) {
    if (string(element.type).startsWith('Input.')) above = nameOf(element)
    else if (runsOf(element)[0]?.color === 'Attention') errors[above] = wordsOf(element)
  }
  return errors
}

/** What a client checks before it sends a form; returns the inputs as they are sent. */
export function filled(card: Fields | undefined, values: Record<string, string>): Fields {
  const rest = new Map(Object.entries(values))
  const entries = inputsOf(card).map((input): [string, string] => {
    const name = [nameOf(input), string(input.label)].find((one) => rest.has(one)) ?? ''
    const value = rest.get(name) ?? (typeof input.value === 'number' ? String(input.value) : string(input.value))
    rest.delete(name)
    if (value === '' && input.isRequired === true) throw new Error(`Teams says: ${string(input.errorMessage)}`)
    if (value.length > Number(input.maxLength ?? 10_000))
      throw new Error(`Teams does not take "${name}" at this length`)
    if (value !== '' && typeof input.regex === 'string' && !new RegExp(input.regex).test(value))
      throw new Error(`Teams says: ${string(input.errorMessage)}`)
    return [string(input.id), input.type === 'Input.ChoiceSet' && value !== '' ? chosen(input, value) : value]
  })
  if (rest.size > 0) throw new Error(`the form has no field ${[...rest.keys()]}`)
  return Object.fromEntries(entries)
}

export function chosen(input: Fields, wanted: string): string {
  const found = list(input.choices)
    .map(fields)
    .find((choice) => choice.value === wanted || choice.title === wanted)
  if (!found) throw new Error(`"${string(input.label)}" has no option "${wanted}"`)
  return string(found.value)
}
