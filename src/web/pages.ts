// Serves the pages: finds the link, binds it to one browser, checks where a request comes from, and shows what came of it.
import { randomBytes } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import express, { type Express, type NextFunction, type Request, type Response } from 'express'
import { hasCode, LatchkeyError } from '../errors.ts'
import { findPageLink, type PageLink } from '../outbox/page-links.ts'
import { readerOf } from '../outbox/reader.ts'
import { spoken } from '../outbox/spoken.ts'
import { alarmAt } from '../requests/alarm.ts'
import type { Reader } from '../words/text.ts'
import { createAssets } from './assets.ts'
import { broken, elsewhere, knock, notOurs, open, renew, tooOld, unknownLink } from './door.ts'
import { browserCookie, csrfFor, isOwnOrigin, isSameText, pageHeaders } from './headers.ts'
import { layout } from './layout.ts'
import type { Page, View, Visit, WebCore } from './page.ts'
import { shortBody } from './short-body.ts'
import { signedIn } from './signed-in.ts'

const folder = join(import.meta.dirname, 'pages')
/** A browser's answer to a challenge is the longest that anybody sends. */
const mostBytes = 8 * 1024

export async function loadPages(from = folder): Promise<ReadonlyMap<string, Page>> {
  const pages = new Map<string, Page>()
  for (const file of (await readdir(from)).filter((name) => name.endsWith('.ts')).sort()) {
    const module: { default?: Page } = await import(pathToFileURL(join(from, file)).href)
    if (typeof module.default?.show !== 'function')
      throw new Error(`pages/${file} has no default export that is a page`)
    pages.set(basename(file, '.ts'), module.default)
  }
  return pages
}

interface Arrival {
  page: Page
  link: PageLink
  visit: Visit
  reader: Reader
}

export function mountPages(app: Express, deps: WebCore, url: string, pages: ReadonlyMap<string, Page>): void {
  const { origin, pathname, protocol } = new URL(url)
  const base = pathname.replace(/\/+$/, '')
  const assets = createAssets(base)
  const cookie = browserCookie(protocol === 'https:')
  const usual = { language: deps.organisation.organisation.language, timeZone: deps.organisation.organisation.timeZone }

  function send(response: Response, view: View, reader: Reader = usual): void {
    const frame = {
      say: (words: View['title']) => spoken(words, reader),
      language: 'en',
      organisation: deps.organisation.organisation.name,
      assets: assets.paths,
    }
    response
      .status(view.status ?? 200)
      .type('html')
      .send(layout(view, frame))
  }

  /** Undefined: answered already, because nobody made this link. A browser that comes for the first time gets its cookie. */
  async function arrive(request: Request, response: Response): Promise<Arrival | undefined> {
    const { purpose = '', token = '' } = request.params as { purpose?: string; token?: string }
    const page = pages.get(purpose)
    const link = page && (await findPageLink(deps.store.db, deps, purpose, token))
    if (!page || !link) return void send(response, unknownLink())
    const known = cookie.read(request)
    const browser = known ?? randomBytes(16).toString('base64url')
    if (known === undefined) cookie.set(response, browser)
    const reader = link.account ? await readerOf(deps, { to: 'person', account: link.account }) : usual
    return {
      page,
      link,
      reader,
      visit: visitOf(page, link, { browser, reader, path: `${base}/p/${purpose}/${token}` }),
    }
  }

  function visitOf(page: Page, link: PageLink, at: { browser: string; reader: Reader; path: string }): Visit {
    const { browser, reader, path } = at
    return {
      deps,
      page,
      link,
      browser: deps.keys.digest('browser', browser),
      say: (words) => spoken(words, reader),
      path,
      csrf: csrfFor(deps.keys, browser, link.digest),
    }
  }

  const isOld = ({ expiresAt }: PageLink): boolean => expiresAt <= deps.clock.now()

  /** What stands between the visitor and the page; undefined: nothing. */
  function door({ page, link, visit }: Arrival): View | undefined {
    if (isOld(link)) return tooOld(visit)
    if (page.isForAnyBrowser) return undefined
    if (link.browser === undefined) return knock(visit)
    return link.browser === visit.browser ? undefined : elsewhere(visit)
  }

  const router = express.Router()
  router.use(pageHeaders)
  router.get('/-/signed-in', async (request, response) => {
    // A browser without a cookie of ours began nothing here.
    const browser = cookie.read(request) ?? ''
    const came = new URL(request.originalUrl, origin)
    const done = await signedIn(deps, came, (link, path) => {
      const page = pages.get(link.purpose)
      if (!page) throw new Error(`there is no page ${link.purpose}`)
      return visitOf(page, link, { browser, reader: usual, path })
    })
    if ('go' in done) response.redirect(303, done.go)
    else send(response, done)
  })
  router.get('/-/:file', assets.serve)

  router.get('/:purpose/:token', async (request, response) => {
    const arrival = await arrive(request, response)
    if (arrival) send(response, door(arrival) ?? (await arrival.page.show(arrival.visit)), arrival.reader)
  })

  router.post(
    '/:purpose/:token',
    shortBody(mostBytes),
    express.urlencoded({ extended: false, limit: mostBytes, parameterLimit: 20 }),
    async (request, response) => {
      const arrival = await arrive(request, response)
      if (!arrival) return
      const { page, visit, reader, link } = arrival
      const form = formOf(request.body)
      if (!isOwnOrigin(request, origin) || !isSameText(visit.csrf, form.csrf))
        return send(response, notOurs(visit), reader)
      if (form.do === 'renew') return send(response, await renew(visit), reader)
      if (form.do === 'open' && !isOld(link) && link.browser === undefined) await open(visit)
      if (form.do === 'open') return response.redirect(303, visit.path)
      const shut = door(arrival)
      if (shut) return send(response, shut, reader)
      const acted = page.act ? await page.act(visit, form) : 'again'
      if (acted === 'again') response.redirect(303, visit.path)
      else send(response, acted, reader)
    },
  )

  router.post(
    '/:purpose/:token/:call',
    shortBody(mostBytes),
    express.json({ limit: mostBytes }),
    async (request, response) => {
      const arrival = await arrive(request, response)
      if (!arrival) return
      const { page, visit } = arrival
      const { call: name } = request.params
      const call = Object.hasOwn(page.calls ?? {}, name) ? page.calls?.[name] : undefined
      const { csrf, ...body } = { ...(request.body as object) } as Record<string, unknown>
      const isHeard = call && isOwnOrigin(request, origin) && isSameText(visit.csrf, csrf) && !door(arrival)
      if (!isHeard) return void response.status(403).json({ again: true })
      response.json(await call(visit, body))
    },
  )

  // Somebody waits in front of it: what broke is told in words, and the log has the rest.
  router.use(async (error: unknown, request: Request, response: Response, next: NextFunction) => {
    if (response.headersSent || !(error instanceof LatchkeyError)) return next(error)
    if (hasCode(error, 'tampered')) await alarmAt(deps, { page: request.path.split('/')[1] ?? '' }, error)
    deps.log.warn({ err: error }, 'a page could not be shown')
    send(response, broken(error.text))
  })
  app.use('/p', router)
}

/** Only what was typed once, as text. */
const formOf = (body: unknown): Record<string, string> =>
  Object.fromEntries(
    Object.entries(typeof body === 'object' && body !== null ? body : {}).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    ),
  )
