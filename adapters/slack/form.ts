// Draws a form as a Slack modal, and reads back what was typed into one.
import type { types } from '@slack/bolt'
import { cut, label, line, paragraph, type RenderedField, type RenderedForm } from '#latchkey/adapter'
import { type Fields, fields, text } from './payload.ts'
import { limits, plainText, section } from './render.ts'

export const formCallback = 'latchkey-form'

const limit = { title: 24, label: 2000, hint: 2000, typed: 3000, optionValue: 150, errorText: 300 }

const action = 'value'

const plainInput = (
  field: RenderedField,
  rest: { multiline?: boolean; min_length?: number; max_length: number },
): types.PlainTextInput => {
  const longest = Math.min(rest.max_length, limit.typed)
  const initial = field.initial.slice(0, longest)
  return {
    type: 'plain_text_input',
    action_id: action,
    ...rest,
    max_length: longest,
    ...(initial === '' ? {} : { initial_value: initial }),
  }
}

function choice(field: RenderedField & { kind: 'choice' }): types.StaticSelect | types.PlainTextInput {
  const options = field.options
    .filter(({ value }) => value !== '' && value.length <= limit.optionValue)
    .slice(0, limits.options)
    .map((option) => ({ text: plainText(label(option.label, limits.optionText)), value: option.value }))
  // Slack refuses an empty list; what is typed instead is checked like everything else.
  if (options.length === 0) return plainInput(field, { max_length: limit.typed })
  const chosen = options.find((option) => option.value === field.initial)
  return { type: 'static_select', action_id: action, options, ...(chosen ? { initial_option: chosen } : {}) }
}

function element(field: RenderedField): types.InputBlock['element'] {
  switch (field.kind) {
    case 'line':
      return plainInput(field, { max_length: field.maxLength })
    case 'lines':
      return plainInput(field, { max_length: field.maxLength, multiline: true })
    case 'code':
      return plainInput(field, { min_length: field.digits, max_length: field.digits })
    case 'number':
      return {
        type: 'number_input',
        action_id: action,
        is_decimal_allowed: false,
        min_value: String(field.min),
        max_value: String(field.max),
        ...(/^-?\d+$/.test(field.initial) ? { initial_value: field.initial } : {}),
      }
    case 'choice':
      return choice(field)
  }
}

function input(field: RenderedField): types.InputBlock {
  const hint = cut(line(field.hint ?? ''), limit.hint)
  return {
    type: 'input',
    block_id: field.name,
    label: plainText(label(field.label, limit.label)),
    optional: !field.required,
    element: element(field),
    ...(hint === '' ? {} : { hint: plainText(hint) }),
  }
}

export function renderForm(form: RenderedForm): types.ModalView {
  const intro = cut(paragraph(form.intro ?? ''), limits.sectionText)
  return {
    type: 'modal',
    callback_id: formCallback,
    private_metadata: form.handle,
    title: plainText(label(form.title, limit.title)),
    submit: plainText(label(form.submit, limit.title)),
    close: plainText(label(form.cancel, limit.title)),
    blocks: [...(intro === '' ? [] : [section(intro)]), ...form.fields.map(input)],
  }
}

/** The form gives way to one sentence; it keeps its title, so that the reader knows what the sentence is about. */
export const renderNotice = (title: unknown, words: string): types.ModalView => ({
  type: 'modal',
  callback_id: formCallback,
  title: plainText(label(text(title) ?? '', limit.title)),
  blocks: [section(cut(paragraph(words), limits.sectionText) || '…')],
})

/** Slack shows an error only beside a field that the modal has; others go to the first field rather than be lost. */
export function renderErrors(errors: Record<string, string>, shown: string[]): Record<string, string> {
  const placed = new Map<string, string>()
  for (const [name, words] of Object.entries(errors)) {
    const place = shown.includes(name) ? name : shown[0]
    if (place === undefined) continue
    const before = placed.get(place)
    placed.set(place, label(before === undefined ? words : `${before} ${words}`, limit.errorText))
  }
  return Object.fromEntries(placed)
}

/** The fields' names in the order of the modal, and what was typed or chosen in each; nothing is an empty text. */
export function typedValues(view: Fields): Record<string, string> {
  const entries = Object.entries(fields(fields(view.state).values)).map(([name, block]): [string, string] => {
    const state = fields(fields(block)[action])
    return [name, text(state.value) ?? text(fields(state.selected_option).value) ?? '']
  })
  return Object.fromEntries(entries)
}
