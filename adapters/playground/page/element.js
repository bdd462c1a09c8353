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

export const timeOf = (iso) =>
  element('time', { datetime: iso, title: dayFormat.format(new Date(iso)) }, timeFormat.format(new Date(iso)))
export const dayAndTime = (iso) => dayFormat.format(new Date(iso))

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
