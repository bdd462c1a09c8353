// The head of a seat: who is played there, chosen from everybody, and who that is.
import { element, initials, redrawOnChange } from './element.js'
import { words } from './words.js'

export const groupOf = (member) => (member.kind === 'employee' ? member.role : 'outsider')

/** `name` is the seat's heading; `onPick(user)` hears who is to sit there. */
export function createHead(name, seat, onPick) {
  const avatar = element('span', { class: 'avatar', 'aria-hidden': 'true' })
  const picker = element('select', { 'aria-label': words.playing, class: 'person-picker' })
  const title = element('span', { class: 'muted person-title' })
  name.classList.add('seat')
  picker.addEventListener('change', () => onPick(picker.value))

  const drawPicker = redrawOnChange(({ cast, chosen }) => {
    const order = [...new Set([seat, 'employee', 'approver', 'outsider'])]
    const groups = order.map((group) => [group, cast.filter((member) => groupOf(member) === group)])
    picker.replaceChildren(
      ...groups
        .filter(([, members]) => members.length > 0)
        .map(([group, members]) =>
          element(
            'optgroup',
            { label: words.seatGroups[group] },
            ...members.map((member) =>
              element('option', { value: member.user, selected: member.user === chosen }, member.name),
            ),
          ),
        ),
    )
  })

  return {
    element: element(
      'header',
      { class: 'pane-head' },
      avatar,
      element('div', { class: 'person' }, picker, title),
      name,
    ),
    show(cast, member) {
      drawPicker({ cast, chosen: member.user })
      avatar.textContent = initials(member.name)
      title.textContent = member.title || words.outsiderTitle[member.kind]
    },
  }
}
