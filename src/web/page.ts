// A page of our own: one file in `pages/`, named after its purpose. It shows on GET and acts on POST, never otherwise.
import type { Core } from '../core.ts'
import type { PageLink } from '../outbox/page-links.ts'
import type { ProofLevel } from '../policy/policy.ts'
import type { Method } from '../proof/methods.ts'
import type { Tx } from '../store/store.ts'
import type { Text } from '../words/text.ts'
import type { Html } from './html.ts'

/** What the pages may use; more than a skill, and never the writer. */
export type WebCore = Core

/** Somebody who holds the link, in the browser that opened it. Who they are is for the page to find out. */
export interface Visit {
  deps: WebCore
  page: Page
  link: PageLink
  /** Digest of the browser's cookie: the place of what is proven here. */
  browser: string
  /** For this visitor's language and time zone. */
  say(words: Text): string
  /** The address of this page, for forms. */
  path: string
  /** Goes with every form and call. */
  csrf: string
}

export interface View {
  tone?: 'plain' | 'good' | 'bad'
  title: Text
  body: Html
  /** 200 without it. */
  status?: number
  /** Files of `assets/` that run here, in this order. */
  scripts?: readonly string[]
}

/** `again`: what is shown follows from rows, so the browser fetches the page anew. */
export type Acted = View | 'again'

export interface Page {
  /** The link works in any browser: whoever holds it may do what it says, and that does no harm. */
  isForAnyBrowser?: true
  show(visit: Visit): Promise<View>
  act?(visit: Visit, form: Readonly<Record<string, string>>): Promise<Acted>
  /** Makes a proof count that was just given here; false: nothing is left to prove. For pages with `provingCalls`. */
  takeProof?(tx: Tx, visit: Visit, given: { method: Method; level: ProofLevel }): Promise<boolean>
  /** Asked by our own script, with JSON; each is told by its name. */
  calls?: Readonly<Record<string, (visit: Visit, body: unknown) => Promise<object>>>
}
