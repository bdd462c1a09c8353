// The page `not-me`: works without signing in, in any browser; looking at it does nothing, its one button halts everything.
import { notMe } from '../../requests/not-me.ts'
import { text } from '../../words/text.ts'
import { html } from '../html.ts'
import { oneButton, paragraph } from '../layout.ts'
import type { Page } from '../page.ts'

export default {
  isForAnyBrowser: true,
  async show(visit) {
    const { say } = visit
    return {
      title: text('not-me.title'),
      body: html`${paragraph(say(text('not-me.what')))}${paragraph(say(text('not-me.again')))}
${oneButton(visit, 'halt', say(text('not-me.halt')))}`,
    }
  },
  async act(visit, form) {
    const { deps, link, say } = visit
    if (form.do !== 'halt') return 'again'
    const halt = await notMe(deps, { person: link.person, request: link.request, by: 'link' })
    const words = await deps.store.tx(halt)
    return { tone: 'good', title: text('not-me.done'), body: paragraph(say(words)) }
  },
} satisfies Page
