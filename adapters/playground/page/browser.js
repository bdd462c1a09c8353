// The browser of whoever sits in a seat: Latchkey's pages in a frame, with cookies and passkeys of that person's own.
import { element, icon, redrawOnChange } from './element.js'
import { words } from './words.js'

/** The address as the person would read it; what is secret in it is long, and says nothing to them. */
const readable = ({ pathname }, sites) => {
  const [, , , site, ...path] = pathname.split('/')
  const { host } = new URL(sites[site])
  return [host, ...path.map((part) => (part.length > 20 ? '…' : part))].join('/')
}

export function createBrowser(panel, { reveal }) {
  const frame = element('iframe', { class: 'frame' })
  const address = element('span', { class: 'address' })
  const reload = element(
    'button',
    { type: 'button', class: 'quiet', 'aria-label': words.reload, on: { click: () => go() } },
    icon('reload'),
  )
  const bar = element('div', { class: 'browser-bar' }, icon('page'), address, reload)
  const empty = element('p', { class: 'nothing' })
  const paper = element('details', { class: 'paper' })
  panel.append(empty, bar, paper, frame)

  /** Where each person is, as a path of the playground. */
  const places = new Map()
  let sites
  let member
  let papers = {}
  let takesFocus = false

  function pathOf(url) {
    const found = Object.entries(sites ?? {}).find(([, origin]) => url.startsWith(`${origin}/`))
    return found && `/browser/${member.user}/${found[0]}${url.slice(found[1].length)}`
  }

  const drawPaper = redrawOnChange(({ first, codes }) => {
    paper.hidden = codes.length === 0
    paper.open = false
    paper.replaceChildren(
      element('summary', {}, words.printedCodes(first)),
      element('p', { class: 'muted' }, words.printedCodesHow),
      element('ul', { class: 'printed' }, ...codes.map((code) => element('li', {}, code))),
    )
  })

  /** Codes on paper lie beside a page that asks for one. */
  function showPaper(shown) {
    const isAsked = shown?.querySelector('[name="do"][value="code"]')
    drawPaper({ first: member.name.split(' ')[0], codes: (isAsked && papers[member.user]) || [] })
  }

  function go() {
    const path = places.get(member.user)
    for (const part of [bar, frame]) part.hidden = path === undefined
    empty.hidden = path !== undefined
    // Not through `src`: going back leaves the playground, not a page of somebody's browser.
    frame.contentWindow.location.replace(path ?? 'about:blank')
  }

  frame.addEventListener('load', () => {
    const { location, document: shown } = frame.contentWindow
    if (!location.pathname.startsWith('/browser/')) return
    // Whoever was played before may have left while it was loading.
    if (location.pathname.split('/')[2] !== member.user) return
    places.set(member.user, location.pathname + location.search)
    address.textContent = readable(location, sites)
    // A browser remembers as whom one signed in.
    const email = shown.querySelector('input[type="email"]')
    if (email?.value === '') email.value = member.email
    showPaper(shown)
    if (takesFocus) shown.defaultView.focus()
    takesFocus = false
  })

  return {
    show(next, { sites: all, printedCodes }) {
      sites = all
      papers = printedCodes
      const isOther = member?.user !== next.user
      member = next
      if (!isOther) return
      const first = member.name.split(' ')[0]
      frame.title = words.browserOf(first)
      empty.textContent = words.browserEmpty(first)
      showPaper()
      go()
    },
    /** False where this address is none of Latchkey's, so that it opens as any link does. */
    open(url) {
      const path = pathOf(url)
      if (path === undefined) return false
      places.set(member.user, path)
      takesFocus = true
      reveal()
      go()
      return true
    },
  }
}
