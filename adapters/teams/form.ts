// Draws a form as a card with inputs, with its errors beside the fields, and what is left of it afterwards.
import { cut, label, line, paragraph, type RenderedField, type RenderedForm } from '#latchkey/adapter'
import { type AdaptiveCard, action, adaptiveCard, block, type Element, type Input, inputId, run } from './card.ts'
import { limits, lines, shownTitle, type TeamsWords } from './render.ts'

const limit = {
  label: 200,
  hint: 300,
  intro: 1500,
  typed: 4000,
  initial: 1000,
  option: 75,
  options: 100,
  choices: 14_000,
  error: 300,
}

function input(field: RenderedField, value: string, words: TeamsWords): Input {
  const common = {
    id: inputId(field.name),
    label: label(field.label, limit.label),
    isRequired: field.required,
    errorMessage: words.fillIn,
  }
  const typed = value === '' ? {} : { value: value.slice(0, limit.initial) }
  switch (field.kind) {
    case 'line':
      return { ...common, type: 'Input.Text', maxLength: Math.min(field.maxLength, limit.typed), ...typed }
    case 'lines': {
      const maxLength = Math.min(field.maxLength, limit.typed)
      return { ...common, type: 'Input.Text', maxLength, isMultiline: true, ...typed }
    }
    case 'code':
      // Never with what was typed: Teams keeps the card, and a code is no longer one when it stands in a conversation.
      return { ...common, type: 'Input.Text', maxLength: field.digits, regex: `^[0-9]{${field.digits}}$` }
    case 'number': {
      const number = /^-?\d{1,15}$/.test(value) ? { value: Number(value) } : {}
      return { ...common, type: 'Input.Number', min: field.min, max: field.max, ...number }
    }
    case 'choice': {
      const choices = field.options
        .filter((option) => option.value !== '')
        .slice(0, limit.options)
        .map((option) => ({ title: label(option.label, limit.option), value: option.value }))
      // What is typed instead is checked like everything else.
      if (choices.length === 0 || JSON.stringify(choices).length > limit.choices)
        return { ...common, type: 'Input.Text', maxLength: limit.typed }
      const chosen = choices.some((one) => one.value === value) ? { value } : {}
      return { ...common, type: 'Input.ChoiceSet', style: 'compact', choices, ...chosen }
    }
  }
}

const problem = (words: string): Element =>
  block([run(label(words, limit.error), { color: 'Attention', weight: 'Bolder' })], { spacing: 'Small' })

export interface Filled {
  values: Record<string, string>
  errors: Record<string, string>
}

/** Without `filled` as it is opened; with it as it was sent back, and what was wrong with it. */
export function renderForm(form: RenderedForm, words: TeamsWords, filled?: Filled): AdaptiveCard {
  const title = cut(line(form.title), limits.title)
  const intro = cut(paragraph(form.intro ?? ''), limit.intro)
  const errors = new Map(Object.entries(filled?.errors ?? {}))
  const body: Element[] = [shownTitle(title || '…'), ...(intro === '' ? [] : [lines(intro)])]
  for (const field of form.fields) {
    const hint = cut(line(field.hint ?? ''), limit.hint)
    body.push(input(field, filled?.values[field.name] ?? field.initial, words))
    if (hint !== '') body.push(block([run(hint, { size: 'Small', isSubtle: true })], { spacing: 'None' }))
    const wrong = errors.get(field.name)
    if (wrong !== undefined) body.push(problem(wrong))
    errors.delete(field.name)
  }
  // What is wrong with no field in particular is told all the same.
  body.push(...[...errors.values()].map(problem))
  const submit = { title: label(form.submit, limits.title), data: { submit: form.handle }, style: 'positive' } as const
  const close = { title: label(form.cancel, limits.title), data: { close: form.handle } }
  const actions = [action({ ...submit, associatedInputs: 'auto' }), action({ ...close, associatedInputs: 'none' })]
  return adaptiveCard(body, actions, title)
}

/** The form gives way to one sentence; it keeps its title, so that the reader knows what the sentence is about. */
export function renderNotice(title: string | undefined, words: string): AdaptiveCard {
  const shown = cut(line(title ?? ''), limits.title)
  const said = cut(paragraph(words), limit.intro) || '…'
  return adaptiveCard([...(shown === '' ? [] : [block([run(shown, { weight: 'Bolder' })])]), lines(said)], [], said)
}
