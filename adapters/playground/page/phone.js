// The phone in somebody's hand: the pushes that wait on it, and what became of the last ones.
import { call } from './api.js'
import { element, icon, redrawOnChange, timeOf } from './element.js'
import { words } from './words.js'

const endedShown = 1
const isWaiting = (push) => push.status === 'SENT'

const firstName = (member) => member.name.split(' ')[0]

/** The code stands out, as it is what one looks for. */
const withCode = (message) =>
  message
    .split(/(\b\d{6}\b)/)
    .map((part, index) => (index % 2 ? element('strong', { class: 'push-code' }, part) : part))

export function createPhone(pane, { selection, refresh, failed }) {
  const screen = pane.querySelector('#phone-screen')
  const picker = pane.querySelector('#phone-owner')
  /** Undefined: the phone that rings, or else that of whoever is played as the employee. */
  let chosen
  let state

  async function answer(user, push, verdict, control) {
    if (control.getAttribute('aria-busy') === 'true') return
    control.setAttribute('aria-busy', 'true')
    try {
      await call('/phone', { user, push, do: verdict })
      if (screen.contains(document.activeElement)) screen.focus()
      refresh()
    } catch {
      control.removeAttribute('aria-busy')
      failed()
    }
  }

  const verdictButton = (user, push, verdict, style) =>
    element(
      'button',
      {
        type: 'button',
        class: `button ${style}`,
        on: { click: (event) => answer(user, push.id, verdict, event.currentTarget) },
      },
      words[verdict],
    )

  const drawPush = (user, push) =>
    element(
      'article',
      { class: `push ${isWaiting(push) ? 'is-waiting' : 'is-ended'}` },
      element(
        'header',
        { class: 'push-head' },
        icon('approver'),
        element('strong', {}, words.pushApp),
        element(
          'span',
          { class: 'muted' },
          timeOf(push.at),
          isWaiting(push) ? '' : ` · ${words.pushStatus[push.status] ?? push.status}`,
        ),
      ),
      element('p', {}, ...withCode(push.message)),
      isWaiting(push)
        ? element(
            'div',
            { class: 'actions' },
            verdictButton(user, push, 'accept', 'primary'),
            verdictButton(user, push, 'deny', 'plain'),
          )
        : undefined,
    )

  const drawScreen = redrawOnChange(({ user, name, pushes }) => {
    const waiting = pushes.filter(isWaiting)
    const ended = pushes.filter((push) => !isWaiting(push)).slice(0, endedShown)
    screen.replaceChildren(
      ...[...waiting, ...ended].map((push) => drawPush(user, push)),
      ...(pushes.length > 0
        ? []
        : [
            element(
              'div',
              { class: 'phone-empty' },
              icon('phone'),
              element('p', {}, user ? words.phoneEmpty : words.phoneNone(name)),
              user ? element('p', { class: 'muted' }, words.phoneHint) : undefined,
            ),
          ]),
    )
  })

  const drawPicker = redrawOnChange(({ owners, shown }) => {
    picker.replaceChildren(
      ...(shown ? [] : [element('option', { value: '', selected: true }, words.noPhone)]),
      ...owners.map(({ user, name, rings }) =>
        element(
          'option',
          { value: user, selected: user === shown },
          rings ? words.phoneRings(name) : words.phoneOf(name),
        ),
      ),
    )
  })

  const rings = (user) => state.phones[user]?.some(isWaiting) ?? false

  function draw() {
    const owners = state.cast.filter((member) => state.phones[member.user])
    const seats = ['employee', 'approver'].map((seat) => selection.get(seat))
    const user = chosen ?? seats.find(rings) ?? seats[0]
    const member = state.cast.find((each) => each.user === user)
    const pushes = state.phones[user]
    drawPicker({
      owners: owners.map((each) => ({ user: each.user, name: firstName(each), rings: rings(each.user) })),
      shown: pushes && user,
    })
    drawScreen({ user: pushes && user, name: firstName(member), pushes: pushes ?? [] })
  }

  picker.addEventListener('change', () => {
    chosen = picker.value === selection.get('employee') ? undefined : picker.value || undefined
    draw()
  })

  return {
    show(next) {
      state = next
      if (chosen && !state.phones[chosen]) chosen = undefined
      draw()
    },
    /** The newest push of each phone: an answered one is no news. */
    news: () => JSON.stringify(Object.values(state.phones).map(([newest]) => newest?.id)),
  }
}
