// Where JumpCloud sends the browser back after a sign-in: the only GET that does something, and only once, for whoever began it.
import { hasCode, LatchkeyError } from '../errors.ts'
import { findPageLinkByDigest } from '../outbox/page-links.ts'
import { linkOfChallenge, take } from '../proof/challenges.ts'
import { type Begun, begun, isSameUser } from '../proof/sign-in.ts'
import { text } from '../words/text.ts'
import { html } from './html.ts'
import type { View, Visit, WebCore } from './page.ts'
import { failed, give } from './proving.ts'

/** A path that no token can take. */
export const signedInPath = '/p/-/signed-in'

/** Returns where to go on, or what to show. `visitOf` makes the visit of this browser to the page where it began. */
export async function signedIn(
  deps: WebCore,
  came: URL,
  visitOf: (link: NonNullable<Awaited<ReturnType<typeof findPageLinkByDigest>>>, path: string) => Visit,
): Promise<{ go: string } | View> {
  const state = came.searchParams.get('state') ?? ''
  const digest = await linkOfChallenge(deps.store.db, deps, 'sign-in', state)
  const link = digest === undefined ? undefined : await findPageLinkByDigest(deps.store.db, deps, digest)
  if (!link || !deps.signIn || link.expiresAt <= deps.clock.now()) return notBegunHere()
  const at = visitOf(link, '')
  const kept =
    link.browser === at.browser && (await deps.store.tx((tx) => take(tx, deps, { kind: 'sign-in', at, secret: state })))
  if (!kept) return notBegunHere()
  const of: Begun = begun.parse(JSON.parse(kept))
  const visit = visitOf(link, of.path)
  try {
    const who = await deps.signIn.finish(came, of)
    if (!isSameUser(who, await deps.directory.user(link.person))) throw new LatchkeyError('sign-in-someone-else')
    if (await give(visit, 'sign-in', who.level)) return { go: of.path }
  } catch (error) {
    if (!hasCode(error, 'sign-in-failed', 'sign-in-someone-else')) throw error
    await failed(visit, 'sign-in')
    return {
      tone: 'bad',
      title: error.text,
      body: html`<p><a class="button" href="${of.path}">${visit.say(text('proving.back'))}</a></p>`,
      status: 403,
    }
  }
  return { go: of.path }
}

const notBegunHere = (): View => ({ tone: 'bad', title: text('proving.not-begun'), body: html``, status: 403 })
