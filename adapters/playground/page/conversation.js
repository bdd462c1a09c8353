// Draws a conversation entry by entry, and redraws only the entries that changed, so that focus and reading place stay.
import { drawCard } from './card.js'
import { element, timeOf } from './element.js'
import { words } from './words.js'

const nearBottomPx = 80

function drawEntry(entry, acts) {
  const stamp = element('p', { class: 'stamp' })
  switch (entry.kind) {
    case 'said':
      stamp.append(timeOf(entry.at))
      return [element('p', { class: 'said' }, entry.text), stamp]
    case 'line':
      stamp.append(`${words.latchkey} · ${words.onlyYou} · `, timeOf(entry.at))
      return [element('p', { class: 'line' }, entry.text), stamp]
    default:
      stamp.append(`${words.latchkey} · `, timeOf(entry.at), entry.revision > 1 ? ` · ${words.updated}` : '')
      return [drawCard(entry.card, acts), stamp]
  }
}

/** `list` is an element with role=log, `acts` what `drawCard` needs. */
export function createConversation(list, acts) {
  let drawn = new Map()
  /** Whoever reads at the bottom stays there; whoever scrolled up is left in peace. */
  let sticks = true
  const toNewest = () => {
    sticks = true
    list.scrollTop = list.scrollHeight
  }
  list.addEventListener('scroll', () => {
    if (list.clientHeight > 0) sticks = list.scrollHeight - list.scrollTop - list.clientHeight < nearBottomPx
  })
  list.addEventListener('animationend', (event) => event.target.parentElement.classList.remove('is-changed'))
  const working = element(
    'li',
    { class: 'entry working' },
    element('span', { class: 'dots', 'aria-hidden': 'true' }, element('i'), element('i'), element('i')),
    element('span', { class: 'stamp' }, words.working),
  )

  function draw(entry) {
    const old = drawn.get(entry.id)
    if (old?.revision === entry.revision) return old
    const item = old?.item ?? element('li', { class: `entry from-${entry.kind === 'said' ? 'person' : 'latchkey'}` })
    const hadFocus = item.contains(document.activeElement)
    item.replaceChildren(...drawEntry(entry, acts))
    if (old) {
      item.classList.remove('is-changed')
      requestAnimationFrame(() => item.classList.add('is-changed'))
    }
    // Never onto a button that merely took the place of the last one: a second Enter would press it.
    if (hadFocus) (item.querySelector('.actions .primary') ?? item.querySelector('.card'))?.focus()
    return { revision: entry.revision, item }
  }

  return {
    show(entries, { isWorking }) {
      const next = new Map(entries.map((entry) => [entry.id, draw(entry)]))
      for (const [id, { item }] of drawn) if (!next.has(id)) item.remove()
      let place = list.firstChild
      for (const { item } of next.values()) {
        if (item === place) place = place.nextSibling
        else list.insertBefore(item, place)
      }
      drawn = next
      if (isWorking) list.append(working)
      else working.remove()
      if (sticks) toNewest()
    },
    toNewest,
    /** The list is on show again: what was new meanwhile was added without scrolling. */
    reveal() {
      if (sticks) toNewest()
    },
    clear() {
      drawn = new Map()
      list.replaceChildren()
    },
  }
}
