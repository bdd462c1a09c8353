// The call that a voucher makes to whoever waits for their word: it is they who start it, and what they hear is shown.
import { element, icon, initials, redrawOnChange } from './element.js'
import { words } from './words.js'

export function createVideoCall() {
  const strip = element('section', {
    class: 'call',
    'aria-label': words.videoCall,
    'aria-live': 'polite',
    hidden: true,
  })
  /** Of each voucher: whom they are talking to. */
  const talking = new Map()
  let redraw = () => {}

  const control = (label, style, click) =>
    element('button', { type: 'button', class: `button ${style}`, on: { click } }, label)

  function change(voucher, user) {
    talking.set(voucher, user)
    redraw()
    strip.querySelector('button')?.focus()
  }

  const drawOffer = ({ voucher, user, first }) =>
    element(
      'div',
      { class: 'call-line' },
      icon('video'),
      element('p', { class: 'row-main' }, words.waitsForWord(first)),
      control(words.startCall(first), 'plain', () => change(voucher, user)),
    )

  const drawLive = ({ voucher, name, first, said }) =>
    element(
      'div',
      { class: 'call-line is-live' },
      element('span', { class: 'avatar', 'aria-hidden': 'true' }, initials(name)),
      element(
        'figure',
        { class: 'row-main' },
        element('figcaption', { class: 'muted' }, words.inCall(first)),
        element('blockquote', {}, words.saysWords, element('strong', { class: 'call-words' }, said)),
      ),
      control(words.hangUp, 'plain', () => change(voucher, undefined)),
    )

  const draw = redrawOnChange((calls) => {
    strip.hidden = calls.length === 0
    strip.replaceChildren(...calls.map((call) => (call.isLive ? drawLive(call) : drawOffer(call))))
  })

  return {
    element: strip,
    show({ calls, cast }, voucher) {
      redraw = () =>
        draw(
          calls
            .filter((call) => call.voucher === voucher)
            .map(({ user, words: said }) => {
              const { name } = cast.find((member) => member.user === user)
              const isLive = talking.get(voucher) === user
              return { voucher, user, name, first: name.split(' ')[0], said: said.replaceAll('-', ' '), isLive }
            }),
        )
      redraw()
    },
  }
}
