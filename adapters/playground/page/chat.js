// One chat pane: who is played, the conversation, first sentences to try, and the line to write on.
import { call } from './api.js'
import { holdCard, isHeld } from './card.js'
import { createConversation } from './conversation.js'
import { showForm } from './dialog.js'
import { element, icon, initials, redrawOnChange } from './element.js'
import { words } from './words.js'

const workingMs = 8000
const groupOf = (member) => (member.kind === 'employee' ? member.role : 'outsider')
const titleOf = (member) => [member.title, words.outsiderTitle[member.kind]].filter(Boolean).join(' · ')
const newestAnswer = (entries) =>
  entries
    .filter((entry) => entry.kind !== 'said')
    .map(({ id, revision }) => `${id}/${revision}`)
    .join()

/** `seat` is 'employee' or 'approver'; `selection` remembers who sits there; `refresh` looks for news at once. */
export function createChat(pane, seat, { selection, refresh, failed }) {
  const avatar = element('span', { class: 'avatar', 'aria-hidden': 'true' })
  const picker = element('select', { 'aria-label': words.playing, class: 'person-picker' })
  const title = element('span', { class: 'muted person-title' })
  const list = element('ol', {
    class: 'conversation',
    role: 'log',
    'aria-live': 'polite',
    'aria-relevant': 'additions text',
    tabindex: 0,
  })
  const empty = element('div', { class: 'empty' })
  const tries = element('div', { class: 'tries' })
  const box = element('textarea', { rows: 1, maxlength: 4000, enterkeyhint: 'send' })
  const send = element(
    'button',
    { type: 'submit', class: 'button primary send', 'aria-label': words.send },
    icon('send'),
  )
  const composer = element('form', { class: 'composer' }, box, send)
  pane.querySelector('.pane-title').classList.add('seat')
  pane.append(
    element(
      'header',
      { class: 'pane-head' },
      avatar,
      element('div', { class: 'person' }, picker, title),
      pane.querySelector('.pane-title'),
    ),
    element('div', { class: 'talk' }, list, empty),
    tries,
    composer,
  )

  let state
  let waitingSince
  const opened = new Set()
  const conversation = createConversation(list, press)
  const player = () => state.cast.find((member) => member.user === selection.get(seat))
  const entries = () => state.conversations[selection.get(seat)] ?? []

  async function act(path, body) {
    const { atOnce } = await call(path, { as: selection.get(seat), ...body })
    refresh()
    return atOnce
  }

  function wait() {
    waitingSince = newestAnswer(entries())
    setTimeout(() => {
      waitingSince = undefined
      draw()
    }, workingMs)
    draw()
  }

  async function press(handle, control) {
    if (isHeld(control)) return
    const release = holdCard(control)
    try {
      const atOnce = await act('/press', { handle })
      if (atOnce.kind !== 'nothing') release()
      if (atOnce.kind === 'form') showForm(atOnce.form, submit)
    } catch {
      release()
      failed()
    }
  }

  const submit = async (handle, values) => {
    const atOnce = await act('/submit', { handle, values })
    if (atOnce.kind === 'nothing') wait()
    return atOnce
  }

  async function say(text) {
    try {
      const atOnce = await act('/say', { text })
      if (atOnce.kind === 'nothing') wait()
      if (atOnce.kind === 'form') showForm(atOnce.form, submit)
      conversation.toNewest()
      return true
    } catch {
      failed()
      return false
    }
  }

  const tryButton = (text) =>
    element('button', { type: 'button', class: 'try', on: { click: () => say(text).then(() => box.focus()) } }, text)

  composer.addEventListener('submit', async (event) => {
    event.preventDefault()
    const text = box.value.trim()
    if (text === '') return
    box.value = ''
    if (!(await say(text))) box.value = text
  })
  box.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return
    event.preventDefault()
    composer.requestSubmit()
  })
  picker.addEventListener('change', () => {
    selection.set(seat, picker.value)
    waitingSince = undefined
    conversation.clear()
    draw()
    conversation.toNewest()
  })

  const drawPicker = redrawOnChange(({ cast, chosen }) => {
    const order = [...new Set([seat, 'employee', 'approver', 'outsider'])]
    const groups = order.map((name) => [name, cast.filter((member) => groupOf(member) === name)])
    picker.replaceChildren(
      ...groups
        .filter(([, members]) => members.length > 0)
        .map(([name, members]) =>
          element(
            'optgroup',
            { label: words.seatGroups[name] },
            ...members.map((member) =>
              element('option', { value: member.user, selected: member.user === chosen }, member.name),
            ),
          ),
        ),
    )
  })

  const drawPerson = redrawOnChange(({ member, isEmpty, hasSaid }) => {
    const group = groupOf(member)
    const first = member.name.split(' ')[0]
    avatar.textContent = initials(member.name)
    title.textContent = titleOf(member)
    list.setAttribute('aria-label', words.conversationOf(member.name))
    box.setAttribute('aria-label', words.messageAs(first))
    box.setAttribute('placeholder', words.messageAs(first))
    const own = member.tryThis.length > 0 ? member.tryThis : words.defaultTries[group === 'outsider' ? group : seat]
    const as = group === 'outsider' ? 'outsider' : group
    empty.hidden = !isEmpty
    empty.replaceChildren(
      element('span', { class: 'avatar large', 'aria-hidden': 'true' }, initials(member.name)),
      element('h3', {}, words.emptyTitle[as === 'approver' ? 'approver' : 'employee'](first)),
      element('p', {}, words.emptyBody[as]),
    )
    tries.hidden = hasSaid || (!isEmpty && as === 'approver')
    tries.replaceChildren(...own.map(tryButton))
  })

  function draw() {
    const member = player()
    if (!member) return
    const shown = entries()
    if (waitingSince !== undefined && newestAnswer(shown) !== waitingSince) waitingSince = undefined
    drawPicker({ cast: state.cast, chosen: member.user })
    drawPerson({ member, isEmpty: shown.length === 0, hasSaid: shown.some((entry) => entry.kind === 'said') })
    conversation.show(shown, { isWorking: waitingSince !== undefined })
    if (shown.length > 0 || opened.has(member.user)) return
    opened.add(member.user)
    act('/opened', {}).catch(failed)
  }

  return {
    show(next) {
      state = next
      draw()
    },
    reveal: conversation.reveal,
    /** Changes whenever the person in this seat has something new to read. */
    news: () => newestAnswer(entries()),
  }
}
