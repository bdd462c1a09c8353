// The chat of whoever sits in a seat: the conversation, first sentences to try, and the line to write on.
import { call } from './api.js'
import { holdCard, isHeld } from './card.js'
import { createConversation } from './conversation.js'
import { createDialog } from './dialog.js'
import { element, icon, redrawOnChange } from './element.js'
import { groupOf } from './person-head.js'
import { words } from './words.js'

const workingMs = 8000
const newestAnswer = (entries) =>
  entries
    .filter((entry) => entry.kind !== 'said')
    .map(({ id, revision }) => `${id}/${revision}`)
    .join()

/**
 * `pane` is the whole seat, which forms lie over, and `panel` the chat's part of it. `seat` is 'employee' or 'approver';
 * `selection` remembers who sits there; `refresh` looks for news at once; `openPage(url)` says whether it opened one.
 */
export function createChat({ pane, panel, seat }, { selection, refresh, failed, openPage }) {
  const list = element('ol', {
    class: 'conversation',
    role: 'log',
    'aria-live': 'polite',
    'aria-relevant': 'additions text',
    tabindex: 0,
  })
  const hint = element('p', { class: 'hint' })
  const tries = element('div', { class: 'tries' })
  const box = element('textarea', { rows: 1, maxlength: 4000, enterkeyhint: 'send' })
  const send = element(
    'button',
    { type: 'submit', class: 'button primary send', 'aria-label': words.send },
    icon('send'),
  )
  const composer = element('form', { class: 'composer' }, box, send)
  panel.append(list, hint, tries, composer)

  let state
  let waitingSince
  /** The card whose button was pressed, until an answer is seen. */
  let held
  /** A sentence that fits what is being tried, until something is said. */
  let offered
  const opened = new Set()
  const conversation = createConversation(list, { press, openPage })
  const dialog = createDialog(pane)
  const player = () => state.cast.find((member) => member.user === selection.get(seat))
  const entries = () => state.conversations[selection.get(seat)] ?? []

  async function act(path, body) {
    const { atOnce } = await call(path, { as: selection.get(seat), ...body })
    refresh()
    return atOnce
  }

  function wait() {
    // An outsider is answered once and then left without a word.
    if (groupOf(player()) === 'outsider' && newestAnswer(entries()) !== '') return
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
    held = { since: newestAnswer(entries()), release }
    try {
      const atOnce = await act('/press', { handle })
      if (atOnce.kind !== 'nothing') release()
      if (atOnce.kind === 'form') dialog.show(atOnce.form, submit)
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
      offered = undefined
      if (atOnce.kind === 'nothing') wait()
      if (atOnce.kind === 'form') dialog.show(atOnce.form, submit)
      conversation.toNewest()
      return true
    } catch {
      failed()
      return false
    }
  }

  function sit(sentence) {
    dialog.close()
    waitingSince = undefined
    offered = sentence
    conversation.clear()
    draw()
    conversation.toNewest()
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
  const drawPerson = redrawOnChange(({ member, hasSaid, hasCards, offer }) => {
    const group = groupOf(member)
    const first = member.name.split(' ')[0]
    list.setAttribute('aria-label', words.conversationOf(member.name))
    box.setAttribute('aria-label', words.messageAs(first))
    box.setAttribute('placeholder', words.messageAs(first))
    hint.textContent = words.hints[group](first)
    hint.hidden = group !== 'outsider' && (hasSaid || (hasCards && group === 'approver'))
    const own = member.tryThis.length > 0 ? member.tryThis : words.defaultTries[group]
    tries.hidden = offer === undefined && (hasSaid || group === 'approver')
    tries.replaceChildren(...(offer === undefined ? own : [offer]).map(tryButton))
  })

  function draw() {
    const member = player()
    if (!member) return
    const shown = entries()
    if (waitingSince !== undefined && newestAnswer(shown) !== waitingSince) waitingSince = undefined
    if (held && newestAnswer(shown) !== held.since) {
      held.release()
      held = undefined
    }
    drawPerson({
      member,
      hasSaid: shown.some((entry) => entry.kind === 'said'),
      hasCards: shown.length > 1 || shown.some(({ card }) => card?.buttons.length > 0),
      offer: offered,
    })
    conversation.show(shown, { isWorking: waitingSince !== undefined })
    dialog.closeIfPointless()
    // Opening shows the welcome. An outsider's first answer is the refusal, and that is worth asking for.
    if (shown.length > 0) opened.delete(member.user)
    else if (!opened.has(member.user) && groupOf(member) !== 'outsider') open(member.user)
  }

  function open(user) {
    opened.add(user)
    act('/opened', {}).catch(failed)
  }

  return {
    show(next) {
      state = next
      draw()
    },
    sit,
    reveal: conversation.reveal,
    focus: () => box.focus(),
    /** Changes whenever the person in this seat has something new to read; the welcome is none. */
    news: () => newestAnswer(entries().slice(1)),
  }
}
