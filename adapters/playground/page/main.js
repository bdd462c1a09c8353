// Starts the page: the panes, the bar that switches between them on small screens, the clock, and the state they show.
import { call, followState } from './api.js'
import { createDirectory } from './directory.js'
import { clockParts, dayAndTime, element, icon, nameOtherDays, redrawOnChange } from './element.js'
import { createGuide } from './guide.js'
import { createLedger } from './ledger.js'
import { createPhone } from './phone.js'
import { createSeat } from './seat.js'
import { createTabs } from './tabs.js'
import { words } from './words.js'

const pane = (name) => document.getElementById(`pane-${name}`)
const trouble = document.getElementById('trouble')
const told = document.getElementById('told')
const now = document.getElementById('now')
const troubleMs = 6000

/** Who sits in which seat; kept in the address, so that a reload stays where it was. */
function createSelection() {
  const chosen = new Map(new URLSearchParams(location.search))
  return {
    get: (seat) => chosen.get(seat),
    set(seat, user) {
      chosen.set(seat, user)
      history.replaceState(null, '', `?${new URLSearchParams([...chosen])}`)
    },
    /** A seat that is empty, or whose person is unknown, takes the first who fits. */
    settle(cast) {
      for (const seat of ['employee', 'approver']) {
        const fits = (member) => member.kind === 'employee' && member.role === seat
        if (!cast.some((member) => member.user === chosen.get(seat)))
          chosen.set(seat, (cast.find(fits) ?? cast[0]).user)
      }
    },
  }
}

let troubleTimer
function showTrouble(text, { lasting }) {
  clearTimeout(troubleTimer)
  trouble.textContent = text
  trouble.hidden = false
  if (!lasting) troubleTimer = setTimeout(() => (trouble.hidden = true), troubleMs)
}

/** On small screens one pane shows at a time, chosen in the bar; on wide ones all do, and the bar is gone. */
function createBar() {
  const bar = document.querySelector('.tab-bar')
  const wide = matchMedia('(min-width: 1100px)')
  for (const tab of bar.children) {
    const name = tab.id.replace('tab-', '')
    tab.append(icon(name), element('span', {}, words.panes[name]), element('span', { class: 'news-dot' }))
  }
  const { choose } = createTabs(bar, (panel, isChosen, tab) => {
    panel.classList.toggle('is-chosen', isChosen)
    if (!isChosen) return
    noteNews(tab, false)
    panes[tab.id.replace('tab-', '')].reveal?.()
  })
  const applyWidth = () => {
    for (const each of document.querySelectorAll('.pane')) {
      if (wide.matches) each.removeAttribute('role')
      else each.setAttribute('role', 'tabpanel')
    }
  }
  wide.addEventListener('change', applyWidth)
  applyWidth()
  return { reveal: (name) => choose(document.getElementById(`tab-${name}`)) }
}

function noteNews(tab, hasNews) {
  const name = words.panes[tab.id.replace('tab-', '')]
  tab.classList.toggle('has-news', hasNews)
  tab.setAttribute('aria-label', hasNews ? `${name}, ${words.news}` : name)
}

const selection = createSelection()
const failed = () => showTrouble(words.notSent, { lasting: false })
let refresh = () => {}
const shared = { selection, refresh: () => refresh(), failed }
const panes = {
  employee: createSeat(pane('employee'), 'employee', shared),
  approver: createSeat(pane('approver'), 'approver', shared),
  phone: createPhone(pane('phone'), shared),
  directory: createDirectory(pane('directory'), shared),
  ledger: createLedger(pane('ledger')),
}
const bar = createBar()
const guide = createGuide({ ...shared, panes, reveal: () => bar.reveal('employee') })

const drawClock = redrawOnChange(({ weekday, date, time }) => {
  now.replaceChildren(weekday, element('span', { class: 'long' }, ` ${date},`), ` ${time}`)
})

let wasAway = false
let newsBefore = {}
refresh = followState(
  (state) => {
    selection.settle(state.cast)
    now.dateTime = state.now
    drawClock(clockParts(state.now))
    guide.show(state)
    for (const [name, shown] of Object.entries(panes)) {
      shown.show(state)
      const news = shown.news?.()
      const tab = document.getElementById(`tab-${name}`)
      if (newsBefore[name] !== undefined && news !== newsBefore[name] && tab.ariaSelected !== 'true')
        noteNews(tab, true)
      newsBefore = { ...newsBefore, [name]: news }
    }
    nameOtherDays(state.now)
  },
  (isThere) => {
    if (!isThere) showTrouble(words.unreachable, { lasting: true })
    else if (wasAway) trouble.hidden = true
    wasAway = !isThere
  },
)

for (const button of document.querySelectorAll('[data-advance]')) {
  button.addEventListener('click', async () => {
    if (button.getAttribute('aria-busy') === 'true') return
    button.setAttribute('aria-busy', 'true')
    try {
      const moved = await call('/clock', { advanceMs: Number(button.dataset.advance) })
      told.textContent = words.clockMoved(dayAndTime(moved.now))
      refresh()
    } catch {
      failed()
    } finally {
      button.removeAttribute('aria-busy')
    }
  })
}
