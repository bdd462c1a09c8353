// The Adaptive Cards vocabulary that we use (version 1.5), and what comes back when a button of it is pressed.
import { type Fields, text } from './payload.ts'

/** A run of text is shown as it stands; Teams reads Markdown in every other element that holds words. */
export interface TextRun {
  type: 'TextRun'
  text: string
  size?: 'Small' | 'Large'
  weight?: 'Bolder'
  color?: 'Attention'
  isSubtle?: true
}

export interface RichTextBlock {
  type: 'RichTextBlock'
  inlines: TextRun[]
  spacing?: 'None' | 'Small' | 'Medium'
  separator?: true
}

export interface Container {
  type: 'Container'
  style?: 'emphasis'
  items: RichTextBlock[]
}

interface InputBase {
  id: string
  label: string
  isRequired: boolean
  errorMessage?: string
}

export type Input = InputBase &
  (
    | { type: 'Input.Text'; maxLength: number; isMultiline?: true; regex?: string; value?: string }
    | { type: 'Input.Number'; min: number; max: number; value?: number }
    | { type: 'Input.ChoiceSet'; style: 'compact'; choices: { title: string; value: string }[]; value?: string }
  )

interface ActionBase {
  title: string
  data: Record<string, string>
  /** `none` leaves the inputs of the card out, so that an empty one does not keep the button from working. */
  associatedInputs: 'auto' | 'none'
  style?: 'positive' | 'destructive'
}

/** Opened in the reader's browser; nothing comes back to us. */
export interface LinkAction {
  type: 'Action.OpenUrl'
  title: string
  url: string
}

export type Action = ActionBase & {
  type: 'Action.Execute'
  verb: 'latchkey'
  /** For clients that do not know `Action.Execute`. */
  fallback: ActionBase & { type: 'Action.Submit' }
}

interface ActionSet {
  type: 'ActionSet'
  actions: Action[]
}

export type Element = RichTextBlock | Container | Input | ActionSet

export interface AdaptiveCard {
  type: 'AdaptiveCard'
  $schema: 'http://adaptivecards.io/schemas/adaptive-card.json'
  version: '1.5'
  body: Element[]
  actions?: (Action | LinkAction)[]
  /** Read where the card cannot be drawn at all. */
  fallbackText: string
}

export const run = (words: string, rest: Omit<TextRun, 'type' | 'text'> = {}): TextRun => ({
  type: 'TextRun',
  text: words,
  ...rest,
})

export const block = (inlines: TextRun[], rest: Pick<RichTextBlock, 'spacing' | 'separator'> = {}): RichTextBlock => ({
  type: 'RichTextBlock',
  inlines,
  ...rest,
})

export function action(of: ActionBase): Action {
  return { type: 'Action.Execute', verb: 'latchkey', ...of, fallback: { type: 'Action.Submit', ...of } }
}

export const adaptiveCard = (
  body: Element[],
  actions: (Action | LinkAction)[],
  fallbackText: string,
): AdaptiveCard => ({
  type: 'AdaptiveCard',
  $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
  version: '1.5',
  body,
  ...(actions.length > 0 ? { actions } : {}),
  fallbackText,
})

/** The name under which a button carries its handle says what kind of button it is; it carries nothing else. */
const buttonKinds = ['press', 'choice', 'submit', 'close'] as const
type Handles = Partial<Record<(typeof buttonKinds)[number], string>>

export const handlesIn = (data: Fields): Handles =>
  Object.fromEntries(buttonKinds.map((kind) => [kind, text(data[kind])]).filter(([, handle]) => handle !== undefined))

const inputIds = /^field-([\w.-]{1,60})$/

/** What is typed comes back beside the handle, so a field's name is marked as one. */
export const inputId = (field: string): string => `field-${field}`

/** What was typed or chosen in each field; a number or a switch as its text. */
export function typedValues(data: Fields): Record<string, string> {
  const entries = Object.entries(data).flatMap(([id, value]): [string, string][] => {
    const name = inputIds.exec(id)?.[1]
    const isValue = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    return name !== undefined && isValue ? [[name, String(value)]] : []
  })
  return Object.fromEntries(entries)
}
