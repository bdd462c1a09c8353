// Shows a form over the pane it belongs to, sends it, and puts what was wrong beside the field it was wrong in. The
// other panes stay in use: the code that a form asks for stands on the phone.
import { element } from './element.js'
import { words } from './words.js'

function drawControl(field, fieldId) {
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

const drawField = (field, fieldId) =>
  element(
    'div',
    { class: 'field' },
    element(
      'label',
      { for: fieldId(field.name) },
      field.label,
      field.required ? undefined : element('span', { class: 'muted' }, ` (${words.optional})`),
    ),
    drawControl(field, fieldId),
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

/** One dialog for each pane, so that two people can fill in forms side by side. */
export function createDialog(pane) {
  const fieldId = (name) => `${pane.id}-${name}`
  const titleId = fieldId('form')
  const dialog = element('dialog', { 'aria-labelledby': titleId })
  pane.append(dialog)
  const behind = () => [...pane.children].filter((child) => child !== dialog)
  let opener

  function open(form) {
    dialog.replaceChildren(form)
    if (!dialog.open) {
      const control = document.activeElement
      opener = { control, label: control.textContent, entry: control.closest('.entry') }
      for (const child of behind()) child.inert = true
      dialog.show()
    }
    form.querySelector('input, textarea, select')?.focus()
  }

  /** The focus goes back to where it came from, or to what has taken that place in the card meanwhile. */
  function close() {
    if (!dialog.open) return
    const hadFocus = dialog.contains(document.activeElement)
    for (const child of behind()) child.inert = false
    dialog.close()
    if (!hadFocus) return
    const { control, entry } = opener
    const instead = () => entry?.querySelector('.actions .primary') ?? entry?.querySelector('.card')
    const target = control.isConnected ? control : instead()
    target?.focus()
  }

  dialog.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') close()
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) dialog.querySelector('form').requestSubmit()
  })

  /** `send(handle, values)` gives the answer that is shown at once; a next form takes the place of this one. */
  function show(view, send) {
    const submit = element('button', { type: 'submit', class: 'button primary' }, view.submit)
    const cancel = element('button', { type: 'button', class: 'button plain', on: { click: close } }, view.cancel)
    const form = element(
      'form',
      { novalidate: true, class: 'form' },
      element('h2', { id: titleId }, view.title),
      view.intro ? element('p', { class: 'card-text' }, view.intro) : undefined,
      ...view.fields.map((field) => drawField(field, fieldId)),
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
        else if (atOnce.kind === 'form') show(atOnce.form, send)
        else close()
      } catch {
        showErrors(form, { '': words.notSent })
      } finally {
        submit.removeAttribute('aria-busy')
      }
    })
    open(form)
  }

  return {
    show,
    close,
    /** A card that was updated may have taken the form's button away: then there is nothing left to fill in. */
    closeIfPointless() {
      if (!dialog.open || !opener.entry || opener.control.isConnected) return
      const labels = [...opener.entry.querySelectorAll('button')].map((button) => button.textContent)
      if (!labels.includes(opener.label)) close()
    },
  }
}
