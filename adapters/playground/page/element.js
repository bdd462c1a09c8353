// Builds elements. Text goes in as text nodes only: what people and cards say can never become markup.

/** `element('button', { class: 'quiet', on: { click } }, 'Label', otherElement)`; undefined and false attributes are left out. */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag)
  const { on = {}, ...rest } = attributes
  for (const [name, value] of Object.entries(rest)) {
    if (value === undefined || value === false || value === null) continue
    made.setAttribute(name, value === true ? '' : String(value))
  }
  for (const [event, handler] of Object.entries(on)) made.addEventListener(event, handler)
  made.append(...children.filter((child) => child !== undefined && child !== null))
  return made
}

const svgSpace = 'http://www.w3.org/2000/svg'

/** An ornament from the sprite in index.html; the words beside it carry the meaning. */
export function icon(name) {
  const svg = document.createElementNS(svgSpace, 'svg')
  svg.setAttribute('class', `icon icon-${name}`)
  svg.setAttribute('aria-hidden', 'true')
  const use = document.createElementNS(svgSpace, 'use')
  use.setAttribute('href', `#icon-${name}`)
  svg.append(use)
  return svg
}

export const initials = (name) =>
  name
    .split(/\s+/)
    .map((part) => part[0] ?? '')
    .slice(0, 2)
    .join('')
    .toUpperCase()

const timeFormat = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' })
const dayFormat = new Intl.DateTimeFormat('en-GB', {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
})

const weekdayFormat = new Intl.DateTimeFormat('en-GB', { weekday: 'short' })
const dateFormat = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' })

export const timeOf = (iso) =>
  element(
    'time',
    { class: 'at', datetime: iso, title: dayFormat.format(new Date(iso)) },
    timeFormat.format(new Date(iso)),
  )
export const dayAndTime = (iso) => dayFormat.format(new Date(iso))

/** The parts of a clock, so that a small screen can leave out the date. */
export const clockParts = (iso) => {
  const at = new Date(iso)
  return { weekday: weekdayFormat.format(at), date: dateFormat.format(at), time: timeFormat.format(at) }
}

/** Times of another day than the clock's say so: days pass quickly here. */
export function nameOtherDays(now) {
  const today = new Date(now).toDateString()
  for (const shown of document.querySelectorAll('time.at')) {
    const at = new Date(shown.dateTime)
    const time = timeFormat.format(at)
    const text = at.toDateString() === today ? time : `${weekdayFormat.format(at)} ${time}`
    if (shown.textContent !== text) shown.textContent = text
  }
}

/** Replaces what is in `list`; the focus stays with the item of the same `data-key`, or falls back to the list. */
export function replaceKeepingFocus(list, ...children) {
  const key = list.contains(document.activeElement) && document.activeElement.closest('[data-key]')?.dataset.key
  list.replaceChildren(...children)
  if (!key) return
  const item = [...list.querySelectorAll('[data-key]')].find((each) => each.dataset.key === key)
  ;(item?.querySelector('button') ?? list).focus()
}

/** Redraws only what changed: `draw` runs again when the value is another one than last time. */
export function redrawOnChange(draw) {
  let before
  return (value) => {
    const now = JSON.stringify(value)
    if (now === before) return
    before = now
    draw(value)
  }
}
