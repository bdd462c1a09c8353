// The page `prove`: says in words what is about to happen, and lets its requester show that it is really they.
import { loadRequest } from '../../requests/request.ts'
import { text } from '../../words/text.ts'
import { html } from '../html.ts'
import { paragraph } from '../layout.ts'
import type { Page } from '../page.ts'
import { nothingLeft, whatItIsAbout } from '../request-words.ts'

export default {
  async show(visit) {
    const { deps, link, say } = visit
    const request = link.request && (await loadRequest(deps.store.db, deps, link.request))
    if (request?.state !== 'proving' || request.planHash !== link.hash || request.requester !== link.person)
      return nothingLeft(visit)
    return {
      title: text('prove.title'),
      body: html`${whatItIsAbout(visit, request)}${paragraph(say(text('prove.no-method')))}`,
    }
  },
} satisfies Page
