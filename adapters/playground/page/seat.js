// One seat of the page: who is played there, and what that person has in front of them: chat, mail, and a browser.
import { createBrowser } from './browser.js'
import { createChat } from './chat.js'
import { element } from './element.js'
import { createMail } from './mail.js'
import { createHead, groupOf } from './person-head.js'
import { createTabs } from './tabs.js'
import { createVideoCall } from './video-call.js'
import { words } from './words.js'

const parts = ['chat', 'mail', 'browser']

/** `seat` is 'employee' or 'approver'. */
export function createSeat(pane, seat, { selection, refresh, failed }) {
  const head = createHead(pane.querySelector('.pane-title'), seat, (user) => sit(user))
  const call = createVideoCall()
  const idOf = (part, kind) => `${seat}-${part}-${kind}`
  const tabs = Object.fromEntries(
    parts.map((part) => [
      part,
      element(
        'button',
        { type: 'button', role: 'tab', id: idOf(part, 'tab'), 'aria-controls': idOf(part, 'panel') },
        words.parts[part],
      ),
    ]),
  )
  const panels = Object.fromEntries(
    parts.map((part) => [
      part,
      element('div', {
        class: `part part-${part} ${part === 'mail' ? 'scroll' : ''}`,
        role: 'tabpanel',
        id: idOf(part, 'panel'),
        'aria-labelledby': idOf(part, 'tab'),
        tabindex: part === 'mail' ? 0 : undefined,
      }),
    ]),
  )
  const list = element('div', { class: 'inner-tabs', role: 'tablist', 'aria-label': words.partsOf })
  list.append(...Object.values(tabs))
  pane.append(head.element, list, call.element, ...Object.values(panels))

  const browser = createBrowser(panels.browser, { reveal: () => choose(tabs.browser) })
  const openPage = (url) => browser.open(url)
  const mail = createMail(panels.mail, { openPage })
  const chat = createChat({ pane, panel: panels.chat, seat }, { selection, refresh, failed, openPage })
  const { choose } = createTabs(list, (panel, isChosen, tab) => {
    panel.hidden = !isChosen
    if (!isChosen) return
    tab.classList.remove('has-news')
    if (panel === panels.chat) chat.reveal()
  })

  let state
  let before = {}
  const player = () => state.cast.find((member) => member.user === selection.get(seat))
  const letters = () => state.mail[selection.get(seat)] ?? []

  function sit(user, sentence) {
    selection.set(seat, user)
    choose(tabs.chat)
    before = {}
    chat.sit(sentence)
    draw()
  }

  /** What came while another part was in front of the same person. */
  function noteNews(user) {
    const now = { user, chat: chat.news(), mail: letters()[0]?.id }
    for (const part of ['chat', 'mail'])
      if (before.user === user && now[part] !== before[part] && panels[part].hidden)
        tabs[part].classList.add('has-news')
    if (before.user !== user) for (const tab of Object.values(tabs)) tab.classList.remove('has-news')
    before = now
  }

  function draw() {
    const member = player()
    if (!member) return
    // Outsiders have no mail here, and where there are no pages nobody has a browser.
    list.hidden = state.sites === null || groupOf(member) === 'outsider'
    head.show(state.cast, member)
    call.show(state, member.user)
    mail.show(member, letters())
    browser.show(member, state)
    chat.show(state)
    noteNews(member.user)
  }

  return {
    show(next) {
      state = next
      draw()
    },
    sit,
    reveal: chat.reveal,
    focus: chat.focus,
    /** Changes whenever the person in this seat has something new to read; the welcome is none. */
    news: () => `${chat.news()} ${letters()[0]?.id ?? ''}`,
  }
}
