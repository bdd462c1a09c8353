// The ledger and, beside it, the audit channel's cards; both newest first.
import { createConversation } from './conversation.js'
import { element, redrawOnChange, timeOf } from './element.js'
import { createInnerTabs } from './tabs.js'
import { words } from './words.js'

export function createLedger(pane) {
  const rows = pane.querySelector('#list-rows')
  const chain = pane.querySelector('#chain')
  const audit = pane.querySelector('#list-audit')
  const auditTab = pane.querySelector('#tab-audit')
  const auditList = element('ol', { class: 'conversation flat', role: 'log', 'aria-label': auditTab.textContent })
  const auditEmpty = element('p', { class: 'nothing' }, words.auditEmpty)
  const conversation = createConversation(auditList, { press: () => {} })
  createInnerTabs(pane.querySelector('[role=tablist]'))
  audit.append(auditEmpty, auditList)
  let audited = 0

  const drawRow = ({ seq, at, event, request, actor, summary }) =>
    element(
      'li',
      { class: 'row two-lines' },
      element(
        'span',
        { class: 'row-top' },
        element('span', { class: 'row-main' }, summary || event),
        element('span', { class: 'muted' }, timeOf(at)),
      ),
      element(
        'span',
        { class: 'muted' },
        [request, actor && !summary.includes(actor) && actor, `${seq} `].filter(Boolean).join(' · '),
        element('span', { class: 'event' }, event),
      ),
    )

  const drawRows = redrawOnChange((list) => {
    rows.replaceChildren(
      list.length > 0
        ? element('ol', { class: 'rows' }, ...list.map(drawRow))
        : element('p', { class: 'nothing' }, words.ledgerEmpty),
    )
  })

  const drawChain = redrawOnChange((intact) => {
    chain.hidden = intact === null
    chain.className = `badge ${intact ? 'good' : 'bad'}`
    chain.textContent = intact ? words.intact : words.broken
  })

  return {
    show(state) {
      drawRows(state.ledger.rows)
      drawChain(state.ledger.rows.length > 0 ? state.ledger.intact : null)
      conversation.show(state.audit.toReversed(), { isWorking: false })
      auditEmpty.hidden = state.audit.length > 0
      if (state.audit.length > audited && audit.hidden) auditTab.classList.add('has-news')
      audited = state.audit.length
    },
    /** Records come with every step; what security is told is news. */
    news: () => audited,
  }
}
