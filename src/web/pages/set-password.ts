// The page `set-password`: its person types a new password, which is sealed to the gate and stored nowhere.
import { proves } from '../../proof/solver.ts'
import { loadRequest, type Request } from '../../requests/request.ts'
import { sendValue } from '../../requests/send-value.ts'
import { valueNote, waitsForValue } from '../../requests/value-needed.ts'
import { type Text, text } from '../../words/text.ts'
import { html } from '../html.ts'
import { oneButton, paragraph } from '../layout.ts'
import type { Page, View, Visit } from '../page.ts'
import { leastLength, rulesFor } from '../password-rules.ts'
import { givenHere } from '../proving.ts'
import { nothingLeft, whatItIsAbout } from '../request-words.ts'

/** So long the page waits for what came of it; afterwards it says that it is under way. */
const looks = { times: 40, everyMs: 250 }

export default {
  async show(visit) {
    const request = await mine(visit)
    if (!request) return nothingLeft(visit)
    if (await waitsForValue(visit.deps.store.db, visit.deps, request))
      return (await isTheirs(visit, request)) ? form(visit, request, []) : otherBrowser(visit)
    // Everything that waits for nothing more from its person is on its way, or has ended.
    if (request.state === 'ready' || request.state === 'running') return underWay(visit)
    return request.state === 'done' || request.reason ? outcome(visit, request) : nothingLeft(visit)
  },

  async act(visit, { password = '', again = '' }) {
    const request = await mine(visit)
    if (!request || !(await waitsForValue(visit.deps.store.db, visit.deps, request))) return 'again'
    if (!(await isTheirs(visit, request))) return otherBrowser(visit)
    const { rules, username } = await rulesOf(visit, request)
    const broken = rulesFor(rules, username).filter((rule) => !rule.isMet(password))
    if (broken.length > 0) return form(visit, request, [text('password.breaks'), ...broken.map(({ words }) => words)])
    if (password !== again) return form(visit, request, [text('password.differ')])
    const said = await sendValue(visit.deps, request, password)
    if (said === 'nobody') return form(visit, request, [text('password.nobody-there')])
    await settled(visit, request)
    return 'again'
  },
} satisfies Page

/** The link is for one plan of one person, who asks for themselves: nobody types a password for somebody else. */
async function mine({ deps, link }: Visit): Promise<Request | undefined> {
  const request = link.request && (await loadRequest(deps.store.db, deps, link.request))
  if (!request || request.planHash !== link.hash) return undefined
  return request.requester === link.person && request.subject === link.person ? request : undefined
}

/** Whoever reads the chat can open the link: only the browser in which it was proven may type. */
async function isTheirs(visit: Visit, { needs: { way, proof, lost } }: Request): Promise<boolean> {
  const here = await givenHere(visit, { purpose: 'prove' })
  // The word of whoever met them was given elsewhere; the other proof was given by them.
  return proves(proof, way === 'recovery' ? [...here, { method: 'vouch', level: 'S0' }] : here, lost)
}

const otherBrowser = ({ say }: Visit): View => ({
  tone: 'bad',
  title: text('password.other-browser'),
  body: paragraph(say(text('password.other-browser-how'))),
  status: 403,
})

async function rulesOf({ deps: { directory } }: Visit, { subject }: Request) {
  const [rules, { username }] = await Promise.all([directory.passwordRules(subject), directory.user(subject)])
  return { rules, username }
}

async function form(visit: Visit, request: Request, problems: readonly Text[]): Promise<View> {
  const { say, path, csrf } = visit
  const { rules, username } = await rulesOf(visit, request)
  const note = valueNote(request)
  const said = problems.length > 0 ? problems : note ? [note] : []
  return {
    tone: said.length > 0 ? 'bad' : 'plain',
    title: text('password.title'),
    scripts: ['set-password.js'],
    status: problems.length > 0 ? 422 : 200,
    body: html`
${said.length > 0 && html`<div role="alert">${said.map((problem) => paragraph(say(problem)))}</div>`}
${whatItIsAbout(visit, request)}
<form method="post" action="${path}" autocomplete="off">
<input type="hidden" name="csrf" value="${csrf}"><input type="hidden" name="do" value="set">
<label for="password">${say(text('password.new'))}</label>
<input id="password" name="password" type="password" autocomplete="new-password" required
 minlength="${leastLength(rules)}" maxlength="256" aria-describedby="rules" autocapitalize="none" spellcheck="false">
<ul id="rules" class="rules">${rulesFor(rules, username).map(
      ({ name, words, data }) =>
        html`<li data-rule="${name}" data-value="${data ?? ''}"><span class="met" hidden>${say(text('password.met'))} </span>${say(words)}</li>`,
    )}</ul>
<label for="again">${say(text('password.again'))}</label>
<input id="again" name="again" type="password" autocomplete="new-password" required maxlength="256"
 autocapitalize="none" spellcheck="false">
<button class="primary">${say(text('password.set'))}</button>
</form>
${paragraph(say(text('password.kept-nowhere')))}`,
  }
}

function outcome({ say }: Visit, { state, reason }: Request): View {
  if (state === 'done')
    return { tone: 'good', title: text('password.done'), body: paragraph(say(text('password.done-next'))) }
  return { tone: 'bad', title: text('password.not-done'), body: html`${reason && paragraph(say(reason))}` }
}

const underWay = (visit: Visit): View => ({
  title: text('password.under-way'),
  body: html`${paragraph(visit.say(text('password.under-way-how')))}
${oneButton(visit, 'look', visit.say(text('password.look-again')))}`,
})

/** Until the row says what came of it: another state, or the wish for another password. */
async function settled({ deps }: Visit, { id, row }: Request): Promise<void> {
  for (let look = 0; look < looks.times; look += 1) {
    const now = await loadRequest(deps.store.db, deps, id)
    if (!['ready', 'running'].includes(now.state)) return
    const hasArrived = now.row.updated_at > row.updated_at
    if (hasArrived && (await waitsForValue(deps.store.db, deps, now))) return
    await deps.sleep(looks.everyMs)
  }
}
