// What stands before every page: the knock that binds a link to one browser, and the words for links that lead nowhere.
import type { Core } from '../core.ts'
import { refreshCard, say } from '../outbox/notices.ts'
import { openPageLink, type PageLink, renewPageLink } from '../outbox/page-links.ts'
import type { Tx } from '../store/store.ts'
import { type Text, text } from '../words/text.ts'
import { html } from './html.ts'
import { oneButton, paragraph } from './layout.ts'
import type { View, Visit } from './page.ts'

const none = html``

/** Nobody made it, or it was mistyped: without a word about which. */
export const unknownLink = (): View => ({ tone: 'bad', title: text('page.unknown'), body: none, status: 404 })

/**
 * Programs that look at links before people do come this far and no further: it takes a press to open a page, so they
 * neither use a link up nor see whom it is about.
 */
export const knock = (visit: Visit): View => ({
  title: text('page.knock'),
  body: html`${paragraph(visit.say(text('page.knock-how')))}
${oneButton(visit, 'open', visit.say(text('page.continue')))}`,
})

export const elsewhere = (visit: Visit): View => ({
  tone: 'bad',
  title: text('page.elsewhere'),
  body: html`${paragraph(visit.say(text('page.elsewhere-how')))}${freshLink(visit)}`,
  status: 403,
})

export const tooOld = (visit: Visit): View => ({
  title: text('page.too-old'),
  body: html`${paragraph(visit.say(text('page.too-old-how')))}${freshLink(visit)}`,
  status: 410,
})

/** It was not sent by a page of ours, or the browser forgot us meanwhile. */
export const notOurs = (visit: Visit): View => ({
  tone: 'bad',
  title: text('page.not-heard'),
  body: html`${paragraph(visit.say(text('page.not-heard-how')))}`,
  status: 403,
})

export const broken = (why: Text): View => ({ tone: 'bad', title: why, body: none, status: 500 })

/** It goes to the chat that the old link was for, and to nobody who merely holds the old link. */
const freshLink = (visit: Visit) =>
  visit.link.account !== undefined &&
  !visit.link.wasRenewed &&
  oneButton(visit, 'renew', visit.say(text('page.send-fresh')))

export async function renew(visit: Visit): Promise<View> {
  const { deps, link } = visit
  await deps.store.tx(async (tx) => {
    if (await renewPageLink(tx, deps, link)) await sendFresh(tx, deps, link)
  })
  return { title: text('page.sent-fresh'), body: paragraph(visit.say(text('page.sent-fresh-how'))) }
}

async function sendFresh(tx: Tx, deps: Core, { account, purpose, person, request, hash }: PageLink): Promise<void> {
  if (!account) return
  if (request && (purpose === 'prove' || purpose === 'set-password'))
    return refreshCard(tx, deps, account, request, 'requester', person)
  if (request && (purpose === 'approve' || purpose === 'vouch'))
    return refreshCard(tx, deps, account, request, 'approver', person)
  await say(tx, deps, account, {
    tone: 'plain',
    title: text('page.fresh'),
    buttons: [{ label: text('page.open'), page: { purpose, person, request, hash }, style: 'primary' }],
  })
}

/** A press in the browser that was there first; another that was faster has it. */
export const open = ({ deps, link, browser }: Visit): Promise<boolean> =>
  deps.store.tx((tx) => openPageLink(tx, deps, link, browser))
