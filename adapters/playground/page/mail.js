// The letters of whoever sits in a seat, newest first: the newest stands open, and links open in that person's browser.
import { pageLink } from './card.js'
import { element, redrawOnChange, timeOf } from './element.js'
import { words } from './words.js'

export function createMail(panel, { openPage }) {
  /** Of each letter that was folded in or out by hand: whether it is open. */
  const folded = new Map()

  const drawPart = (part) =>
    part.kind === 'link'
      ? element('p', { class: 'actions' }, pageLink({ ...part, style: 'plain' }, openPage))
      : element('p', { class: 'card-text' }, part.words)

  function drawLetter({ id, at, to, subject, parts }, isNewest) {
    const letter = element(
      'details',
      { class: 'letter', open: folded.get(id) ?? isNewest },
      element(
        'summary',
        {},
        element('span', { class: 'row-main' }, subject),
        element('span', { class: 'muted' }, timeOf(at)),
      ),
      element('p', { class: 'muted' }, words.letterTo(to)),
      ...parts.map(drawPart),
    )
    letter.addEventListener('toggle', () => folded.set(id, letter.open))
    return element('li', {}, letter)
  }

  const draw = redrawOnChange(({ name, letters }) =>
    panel.replaceChildren(
      letters.length > 0
        ? element('ol', { class: 'letters' }, ...letters.map((letter, place) => drawLetter(letter, place === 0)))
        : element('p', { class: 'nothing' }, words.mailEmpty(name)),
    ),
  )

  return {
    show: (member, letters) => draw({ name: member.name.split(' ')[0], user: member.user, letters }),
  }
}
