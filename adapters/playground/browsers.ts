// A browser for each person: fetches Latchkey's pages with that person's own cookies, to be shown in a frame of the page.
import { join } from 'node:path'
import express, { type Request, type Response, Router } from 'express'
import { bodyOf, oneOf, unusable } from './body.ts'
import type { Cast } from './cast.ts'
import { createJar, type Jar } from './jar.ts'
import { type Site, sitesOf } from './sites.ts'

/** Keeps somebody's passkeys, and answers as `navigator.credentials` would. */
interface Device {
  create(asked: object): object
  get(asked: object): object
}

export interface PagesOptions {
  /** Where Latchkey's pages are. */
  url: string
  /** Where people sign in; undefined: nowhere. */
  signInUrl?: string
  /** A device of somebody's own; its passkeys are for the pages at `url`. */
  createDevice(): Device
}

const framed = join(import.meta.dirname, 'framed')
/** The library through which our pages reach passkeys; in a frame of another address there are none. */
const passkeyLibrary = /^\/(?:.*\/)?webauthn\.[0-9a-f]{16}\.js$/
const patienceMs = 15_000
const passedOn = ['content-type', 'x-robots-tag', 'permissions-policy']

/** Mounted at `/browser`; what is there belongs to `/browser/<person>/<site>/…`. */
export function createBrowsers(pages: PagesOptions, cast: Cast): Router {
  const sites = sitesOf(pages)
  const people = new Map<string, { jar: Jar; device: Device }>()
  const of = (user: string) => {
    if (!cast.find(user)) throw unusable('user')
    const known = people.get(user) ?? { jar: createJar(), device: pages.createDevice() }
    people.set(user, known)
    return known
  }

  async function pass(site: Site, { jar }: { jar: Jar }, request: Request, response: Response): Promise<void> {
    const prefix = `/browser/${request.params.user}`
    const url = site.at(request.url)
    if (!url) throw unusable('address')
    const answer = await fetch(url, {
      method: request.method,
      headers: headersFor(site, jar, request),
      redirect: 'manual',
      signal: AbortSignal.timeout(patienceMs),
      ...(Buffer.isBuffer(request.body) && { body: new Uint8Array(request.body) }),
    }).catch(() => undefined)
    if (!answer) return void response.status(502).set(frameHeaders(null)).sendFile(join(framed, 'no-answer.html'))
    jar.keep(site.origin, answer.headers.getSetCookie())
    for (const name of passedOn) {
      const value = answer.headers.get(name)
      if (value !== null) response.set(name, value)
    }
    response.set(frameHeaders(answer.headers.get('content-security-policy')))
    const to = answer.headers.get('location')
    if (to !== null) return response.redirect(303, sites.inside(to, site, prefix))
    const bytes = Buffer.from(await answer.arrayBuffer())
    const isPage = answer.headers.get('content-type')?.startsWith('text/html')
    response.status(answer.status).send(isPage ? sites.rewrite(bytes.toString(), site, prefix) : bytes)
  }

  const router = Router()
  router.post('/:user/passkey', express.json({ limit: '64kb' }), (request, response) => {
    const { device } = of(request.params.user)
    const body = bodyOf(request.body)
    response.json(device[oneOf(body, 'do', ['create', 'get'])](bodyOf(body.asked)))
  })
  for (const site of sites.all) {
    const own = Router({ mergeParams: true })
    own.get(passkeyLibrary, (_request, response) => response.sendFile(join(framed, 'webauthn.js')))
    own.use(express.raw({ type: () => true, limit: '64kb' }))
    own.use((request, response) => pass(site, of(String(request.params.user)), request, response))
    router.use(`/:user/${site.name}`, own)
  }
  return router
}

/** What a browser on that very site sends: the guard has made sure that a request which acts comes from the frame. */
function headersFor({ origin }: Site, jar: Jar, request: Request): Record<string, string> {
  const acts = request.method !== 'GET' && request.method !== 'HEAD'
  const type = request.get('content-type')
  const cookie = jar.cookieFor(origin)
  return {
    ...(cookie !== '' && { cookie }),
    ...(type !== undefined && { 'content-type': type }),
    ...(acts && { origin, 'sec-fetch-site': 'same-origin' }),
  }
}

/** As strict as the page itself, but that the playground may frame it and knows where its forms come from. */
const frameHeaders = (policy: string | null): Record<string, string> => ({
  'content-security-policy': [
    ...(policy ?? "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'").split(';'),
    "frame-ancestors 'self'",
  ]
    .map((part) => part.trim())
    .filter((part, place, parts) => !part.startsWith('frame-ancestors') || place === parts.length - 1)
    .join('; '),
  'referrer-policy': 'same-origin',
})
