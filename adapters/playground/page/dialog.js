// Shows a form in the dialog, sends it, and puts what was wrong beside the field it was wrong in.
import { element } from './element.js'
import { words } from './words.js'

const dialog = document.getElementById('form-dialog')
const fieldId = (name) => `field-${name}`

function drawControl(field) {
  const shared = {
    id: fieldId(field.name),
    name: field.name,
    'aria-required': field.required ? 'true' : undefined,
    'aria-describedby': `${fieldId(field.name)}-hint ${fieldId(field.name)}-error`,
    autocomplete: 'off',
  }
  switch (field.kind) {
    case 'lines':
      return element('textarea', { ...shared, rows: 3, maxlength: field.maxLength }, field.initial)
    case 'number':
      return element('input', {
        ...shared,
        type: 'number',
        inputmode: 'numeric',
        min: field.min,
        max: field.max,
        value: field.initial,
      })
    case 'code':
      return element('input', {
        ...shared,
        class: 'code',
        inputmode: 'numeric',
        autocomplete: 'one-time-code',
        maxlength: field.digits,
        value: field.initial,
      })
    case 'choice':
      return element(
        'select',
        shared,
        ...(field.initial === '' ? [element('option', { value: '' }, words.pick)] : []),
        ...field.options.map(({ value, label }) =>
          element('option', { value, selected: value === field.initial }, label),
        ),
      )
    default:
      return element('input', { ...shared, type: 'text', maxlength: field.maxLength, value: field.initial })
  }
}

const drawField = (field) =>
  element(
    'div',
    { class: 'field' },
    element(
      'label',
      { for: fieldId(field.name) },
      field.label,
      field.required ? undefined : element('span', { class: 'muted' }, ` (${words.optional})`),
    ),
    drawControl(field),
    element('p', { class: 'hint', id: `${fieldId(field.name)}-hint` }, field.hint ?? ''),
    element('p', { class: 'error', id: `${fieldId(field.name)}-error` }, ''),
  )

function showErrors(form, errors) {
  let first
  for (const control of form.elements) {
    if (!control.name) continue
    const error = Object.hasOwn(errors, control.name) ? errors[control.name] : ''
    control.setAttribute('aria-invalid', String(error !== ''))
    document.getElementById(`${control.id}-error`).textContent = error
    if (error && !first) first = control
  }
  first?.focus()
  const unplaced = Object.keys(errors).filter((name) => !form.elements.namedItem(name))
  form.querySelector('.form-error').textContent = unplaced.map((name) => errors[name]).join(' ')
}

/** `send(handle, values)` gives the answer that is shown at once; a next form takes the place of this one. */
export function showForm(view, send) {
  const submit = element('button', { type: 'submit', class: 'button primary' }, view.submit)
  const cancel = element(
    'button',
    { type: 'button', class: 'button plain', on: { click: () => dialog.close() } },
    view.cancel,
  )
  const form = element(
    'form',
    { novalidate: true, class: 'form' },
    element('h2', { id: 'form-title' }, view.title),
    view.intro ? element('p', { class: 'card-text' }, view.intro) : undefined,
    ...view.fields.map(drawField),
    element('p', { class: 'error form-error', role: 'alert' }, ''),
    element('div', { class: 'actions' }, submit, cancel),
  )
  form.addEventListener('submit', async (event) => {
    event.preventDefault()
    if (submit.getAttribute('aria-busy') === 'true') return
    submit.setAttribute('aria-busy', 'true')
    try {
      const atOnce = await send(view.handle, Object.fromEntries(new FormData(form)))
      if (atOnce.kind === 'field-errors') showErrors(form, atOnce.errors)
      else if (atOnce.kind === 'form') showForm(atOnce.form, send)
      else dialog.close()
    } catch {
      showErrors(form, { '': words.notSent })
    } finally {
      submit.removeAttribute('aria-busy')
    }
  })
  dialog.replaceChildren(form)
  if (!dialog.open) dialog.showModal()
  form.querySelector('input, textarea, select')?.focus()
}
