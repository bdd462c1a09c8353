// Refuses blocks and modals that Slack would refuse: unknown types, missing fields, texts and lists that are too long.
import { type Fields, fields, list } from './slack-state.ts'

type Check = (block: Fields, say: (problem: string) => void) => void

function textObject(
  value: unknown,
  max: number,
  say: (problem: string) => void,
  kinds = ['plain_text', 'mrkdwn'],
): void {
  const { type, text } = fields(value)
  if (!kinds.includes(String(type))) say(`text must be one of ${kinds}`)
  if (typeof text !== 'string' || text.length === 0) say('text must be more than 0 characters')
  else if (text.length > max) say(`text must be less than ${max + 1} characters`)
}

const plain = ['plain_text']

function short(value: unknown, max: number, name: string, say: (problem: string) => void): void {
  if (value !== undefined && (typeof value !== 'string' || value.length === 0 || value.length > max))
    say(`${name} must have 1 to ${max} characters`)
}

function options(value: unknown, say: (problem: string) => void): void {
  const all = list(value).map(fields)
  if (all.length === 0 || all.length > 100) say('options must be 1 to 100')
  for (const option of all) {
    textObject(option.text, 75, say)
    short(option.value ?? '', 150, 'option value', say)
  }
}

const elements: Record<string, Check> = {
  button(element, say) {
    textObject(element.text, 75, say, plain)
    short(element.value, 2000, 'value', say)
    if (element.style !== undefined && element.style !== 'primary' && element.style !== 'danger') say('invalid style')
  },
  static_select(element, say) {
    if (element.placeholder !== undefined) textObject(element.placeholder, 150, say, plain)
    options(element.options, say)
    const initial = element.initial_option
    if (initial !== undefined && !list(element.options).some((one) => JSON.stringify(one) === JSON.stringify(initial)))
      say('initial_option must be one of options')
  },
  plain_text_input(element, say) {
    const max = element.max_length
    if (max !== undefined && (typeof max !== 'number' || max < 1 || max > 3000)) say('max_length must be 1 to 3000')
    const least = element.min_length
    if (least !== undefined && (typeof least !== 'number' || least < 0 || least > 3000))
      say('min_length must be 0 to 3000')
    const initial = element.initial_value
    if (initial !== undefined && (typeof initial !== 'string' || initial.length > Number(max ?? 3000)))
      say('initial_value is too long')
  },
  number_input(element, say) {
    if (typeof element.is_decimal_allowed !== 'boolean') say('is_decimal_allowed is missing')
    for (const name of ['min_value', 'max_value', 'initial_value'])
      if (element[name] !== undefined && typeof element[name] !== 'string') say(`${name} must be a string`)
  },
}

function element(value: unknown, allowed: string[], say: (problem: string) => void): void {
  const one = fields(value)
  const check = elements[String(one.type)]
  short(one.action_id ?? 'none', 255, 'action_id', say)
  if (check && allowed.includes(String(one.type))) check(one, say)
  else say(`element type ${one.type} is not allowed here`)
}

function richText(value: unknown, say: (problem: string) => void): void {
  const part = fields(value)
  if (part.type !== 'rich_text_section' && part.type !== 'rich_text_quote') say(`no element ${part.type}`)
  for (const piece of list(part.elements).map(fields)) {
    if (piece.type !== 'text') say(`no rich text ${piece.type}`)
    if (typeof piece.text !== 'string' || piece.text.length === 0) say('rich text must not be empty')
  }
}

const blocks: Record<string, Check> = {
  header: (block, say) => textObject(block.text, 150, say, plain),
  section(block, say) {
    const columns = list(block.fields)
    if (block.text === undefined && columns.length === 0) say('a section needs text or fields')
    if (block.text !== undefined) textObject(block.text, 3000, say)
    if (columns.length > 10) say('no more than 10 fields')
    for (const column of columns) textObject(column, 2000, say)
  },
  context(block, say) {
    const parts = list(block.elements)
    if (parts.length === 0 || parts.length > 10) say('context has 1 to 10 elements')
    for (const part of parts) textObject(part, 2000, say)
  },
  actions(block, say) {
    const parts = list(block.elements)
    if (parts.length === 0 || parts.length > 25) say('actions has 1 to 25 elements')
    for (const part of parts) element(part, ['button', 'static_select'], say)
    const ids = parts.map((part) => fields(part).action_id).filter((id) => id !== undefined)
    if (new Set(ids).size !== ids.length) say('action_id must be unique in a block')
  },
  rich_text(block, say) {
    if (list(block.elements).length === 0) say('rich_text must not be empty')
    for (const part of list(block.elements)) richText(part, say)
  },
  divider: () => {},
}

const modalBlocks: Record<string, Check> = {
  ...blocks,
  input(block, say) {
    textObject(block.label, 2000, say, plain)
    if (block.hint !== undefined) textObject(block.hint, 2000, say, plain)
    element(block.element, ['plain_text_input', 'number_input', 'static_select'], say)
  },
}

function problemsIn(value: unknown, most: number, known: Record<string, Check>): string[] {
  const problems: string[] = []
  const all = list(value).map(fields)
  if (!Array.isArray(value)) problems.push('blocks must be an array')
  if (all.length > most) problems.push(`no more than ${most} blocks`)
  const ids = all.map((block) => block.block_id).filter((id) => id !== undefined)
  if (new Set(ids).size !== ids.length) problems.push('block_id must be unique')
  all.forEach((block, place) => {
    const say = (problem: string) => void problems.push(`[ERROR] ${problem} [/blocks/${place}]`)
    const check = known[String(block.type)]
    short(block.block_id, 255, 'block_id', say)
    if (check) check(block, say)
    else say(`unsupported type: ${block.type}`)
  })
  return problems
}

export const messageProblems = (value: unknown): string[] => problemsIn(value, 50, blocks)

/** A home takes what a message takes, and twice as many. */
export function homeProblems(view: Fields): string[] {
  const problems = problemsIn(view.blocks, 100, blocks)
  return view.type === 'home' ? problems : [...problems, '[ERROR] only homes are published']
}

export function viewProblems(view: Fields): string[] {
  const problems = problemsIn(view.blocks, 100, modalBlocks)
  const say = (problem: string) => void problems.push(`[ERROR] ${problem}`)
  if (view.type !== 'modal') say('only modals are known')
  textObject(view.title, 24, say, plain)
  const hasInput = list(view.blocks).some((block) => fields(block).type === 'input')
  if (hasInput && view.submit === undefined) say('a modal with inputs needs submit')
  for (const name of ['submit', 'close']) if (view[name] !== undefined) textObject(view[name], 24, say, plain)
  short(view.callback_id, 255, 'callback_id', say)
  if (typeof view.private_metadata === 'string' && view.private_metadata.length > 3000)
    say('private_metadata is too long')
  return problems
}
