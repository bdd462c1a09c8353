// Draws one card: tone, title, words, facts, quotations, at most three buttons, a menu, a footer.
import { element, icon } from './element.js'
import { words } from './words.js'

const paragraphs = (texts) => texts.map((text) => element('p', { class: 'card-text' }, text))

const facts = (list) =>
  list.length === 0
    ? undefined
    : element(
        'dl',
        { class: 'facts' },
        ...list.map(({ label, value }) => element('div', {}, element('dt', {}, label), element('dd', {}, value))),
      )

const quote = ({ from, words: said }) =>
  element('figure', { class: 'quote' }, element('blockquote', {}, said), element('figcaption', {}, from))

const pressed = ({ label, handle, style }, press) =>
  element(
    'button',
    { type: 'button', class: `button ${style}`, on: { click: (event) => press(handle, event.currentTarget) } },
    label,
  )

/** A page of Latchkey's own: `openPage(url)` opens it in the reader's browser here, or else it gets a window of its own. */
export function pageLink({ label, url, style }, openPage) {
  const click = (event) => {
    const isPlain = !event.ctrlKey && !event.metaKey && !event.shiftKey
    if (isPlain && openPage?.(url)) event.preventDefault()
  }
  const attributes = {
    class: `button ${style}`,
    href: url,
    target: '_blank',
    rel: 'noopener noreferrer',
    on: { click },
  }
  return element('a', attributes, label)
}

/** `press(handle, control)` is told which control was used, so that it can be shown at work. */
export function drawCard(card, { press, openPage }) {
  const buttons = card.buttons.map((button) =>
    button.url === undefined ? pressed(button, press) : pageLink(button, openPage),
  )
  return element(
    'article',
    { class: `card tone-${card.tone}`, tabindex: -1, 'aria-label': card.title },
    element('header', { class: 'card-head' }, icon(card.tone), element('h3', {}, card.title)),
    ...paragraphs(card.body),
    facts(card.facts),
    ...card.quotes.map(quote),
    buttons.length > 0 ? element('div', { class: 'actions' }, ...buttons) : undefined,
    card.menu ? drawMenu(card.menu, press) : undefined,
    card.footer ? element('footer', { class: 'card-foot' }, card.footer) : undefined,
  )
}

/** Chosen with a button and not on change: arrow keys in a list must not start anything. */
function drawMenu({ label, options }, press) {
  const select = element(
    'select',
    {},
    element('option', { value: '' }, words.pick),
    ...options.map((option) => element('option', { value: option.handle }, option.label)),
  )
  const start = (event) => {
    if (select.value) press(select.value, event.currentTarget)
    else select.focus()
  }
  return element(
    'div',
    { class: 'menu' },
    element('label', {}, element('span', { class: 'menu-label' }, label), select),
    element('button', { type: 'button', class: 'button plain', on: { click: start } }, words.choose),
  )
}

const givesUpMs = 8000

/** Shows the pressed control at work and holds the card's others still; returns how to end that. */
export function holdCard(control) {
  const card = control.closest('.card')
  const controls = [...card.querySelectorAll('button, select')]
  for (const each of controls) each.setAttribute('aria-disabled', 'true')
  control.setAttribute('aria-busy', 'true')
  const release = () => {
    clearTimeout(timer)
    for (const each of controls) each.removeAttribute('aria-disabled')
    control.removeAttribute('aria-busy')
  }
  const timer = setTimeout(release, givesUpMs)
  return release
}

/** Held controls keep their focus, so they are not `disabled`; they just do nothing. */
export const isHeld = (control) => control.getAttribute('aria-disabled') === 'true'
