// Draws a form as the plain data of the page's dialog, and an at-once answer as what the page is told.
import type { AtOnce, RenderedField, RenderedForm } from '#latchkey/adapter'
import { clean } from './render.ts'

type WithNull<Field> = Field extends RenderedField ? Omit<Field, 'hint'> & { hint: string | null } : never
type FieldView = WithNull<RenderedField>

export type FormView = Omit<RenderedForm, 'intro' | 'fields'> & { intro: string | null; fields: FieldView[] }

export type AtOnceView = Exclude<AtOnce, { kind: 'form' }> | { kind: 'form'; form: FormView }

const limits = { title: 150, label: 75, sentence: 500, intro: 3000 }

function renderField(field: RenderedField): FieldView {
  const shared = {
    label: clean(field.label, limits.label),
    hint: field.hint === undefined ? null : clean(field.hint, limits.sentence),
  }
  if (field.kind !== 'choice') return { ...field, ...shared }
  return {
    ...field,
    ...shared,
    options: field.options.map((option) => ({ ...option, label: clean(option.label, limits.label) })),
  }
}

const renderForm = (form: RenderedForm): FormView => ({
  title: clean(form.title, limits.title),
  intro: form.intro === undefined ? null : clean(form.intro, limits.intro),
  fields: form.fields.map(renderField),
  submit: clean(form.submit, limits.label),
  cancel: clean(form.cancel, limits.label),
  handle: form.handle,
})

export function renderAtOnce(atOnce: AtOnce): AtOnceView {
  switch (atOnce.kind) {
    // The page shows by itself that an answer is on its way, and suggests what to try beside each person.
    case 'nothing':
    case 'working':
    case 'prompts':
      return { kind: 'nothing' }
    case 'form':
      return { kind: 'form', form: renderForm(atOnce.form) }
    case 'field-errors':
      return {
        kind: 'field-errors',
        errors: Object.fromEntries(
          Object.entries(atOnce.errors).map(([name, sentence]) => [name, clean(sentence, limits.sentence)]),
        ),
      }
    case 'line':
      return { kind: 'line', text: clean(atOnce.text, limits.sentence) }
  }
}
