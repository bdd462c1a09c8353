// The phone in somebody's hand: the pushes that wait on it, and what became of the last ones.
import { call } from './api.js'
import { element, icon, redrawOnChange, timeOf } from './element.js'
import { words } from './words.js'

const endedShown = 2
const isWaiting = (push) => push.status === 'SENT'

export function createPhone(pane, { selection, refresh, failed }) {
  const screen = pane.querySelector('#phone-screen')
  const picker = pane.querySelector('#phone-owner')
  /** Undefined: the phone of whoever is played as the employee. */
  let chosen
  let state

  async function answer(user, push, verdict, control) {
    if (control.getAttribute('aria-busy') === 'true') return
    control.setAttribute('aria-busy', 'true')
    try {
      await call('/phone', { user, push, do: verdict })
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
      element('p', {}, push.message),
      isWaiting(push)
        ? element(
            'div',
            { class: 'actions' },
            verdictButton(user, push, 'accept', 'primary'),
            verdictButton(user, push, 'deny', 'plain'),
          )
        : undefined,
    )

  const drawScreen = redrawOnChange(({ user, pushes }) => {
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
              element('p', {}, words.phoneEmpty),
              element('p', { class: 'muted' }, words.phoneHint),
            ),
          ]),
    )
  })

  const drawPicker = redrawOnChange(({ owners, shown }) => {
    picker.replaceChildren(
      ...owners.map(({ user, name, rings }) =>
        element(
          'option',
          { value: user, selected: user === shown },
          rings ? words.phoneRings(name) : words.phoneOf(name),
        ),
      ),
    )
  })

  function draw() {
    const owners = state.cast.filter((member) => member.jumpcloudUserId && state.phones[member.user])
    const user = chosen ?? selection.get('employee')
    const shown = owners.find((member) => member.user === user) ?? owners[0]
    picker.hidden = !shown
    drawPicker({
      owners: owners.map((member) => ({
        user: member.user,
        name: member.name.split(' ')[0],
        rings: state.phones[member.user].some(isWaiting),
      })),
      shown: shown?.user,
    })
    drawScreen({ user: shown?.user, pushes: shown ? state.phones[shown.user] : [] })
  }

  picker.addEventListener('change', () => {
    chosen = picker.value === selection.get('employee') ? undefined : picker.value
    draw()
  })

  return {
    show(next) {
      state = next
      draw()
    },
    /** The newest push of each phone: an answered one is no news. */
    news: () => JSON.stringify(Object.values(state.phones).map(([newest]) => newest?.id)),
  }
}
