// What every page's answer carries, and what a request that acts must carry to be heard.
import { timingSafeEqual } from 'node:crypto'
import type { Request, RequestHandler, Response } from 'express'
import type { Keys } from '../keys.ts'

const policy = [
  "default-src 'none'",
  "style-src 'self'",
  "script-src 'self'",
  "connect-src 'self'",
  'img-src data:',
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** Nothing of a page is kept, framed, or told to whoever is visited next. */
export const pageHeaders: RequestHandler = (_request, response, next) => {
  response.set({
    'content-security-policy': policy,
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-frame-options': 'DENY',
    'permissions-policy':
      'publickey-credentials-get=(self), publickey-credentials-create=(self), camera=(), microphone=(), geolocation=()',
    'x-robots-tag': 'noindex',
  })
  next()
}

/**
 * Sent by a page of ours. With `no-referrer`, browsers send the origin of a form as `null` (Fetch standard, "append a
 * request Origin header"); then Sec-Fetch-Site, which no page can set, has to say where it came from.
 */
export function isOwnOrigin(request: Request, origin: string): boolean {
  const told = request.get('origin')
  const site = request.get('sec-fetch-site')
  if (site !== undefined && site !== 'same-origin') return false
  return told === origin || (told === 'null' && site === 'same-origin')
}

/** For one browser and one link. */
export const csrfFor = (keys: Keys, browser: string, link: string): string => keys.digest('csrf', `${browser}/${link}`)

export function isSameText(a: string, b: unknown): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(typeof b === 'string' ? b : '')]
  return left.length === right.length && timingSafeEqual(left, right)
}

/** The cookie that tells one browser from another. On https its name makes sure that only we can have set it, and for all paths. */
export function browserCookie(isSecure: boolean) {
  const name = isSecure ? '__Host-latchkey' : 'latchkey'
  const pattern = new RegExp(`(?:^|;\\s*)${name}=([\\w-]{22})(?=\\s*(?:;|$))`, 'g')
  return {
    /** Undefined as well where there are two: somebody put one there. */
    read(request: Request): string | undefined {
      const found = [...(request.get('cookie') ?? '').matchAll(pattern)].map(([, value]) => value)
      return found.length === 1 ? found[0] : undefined
    },
    set(response: Response, value: string): void {
      // Lax, and not strict: the way here is a link in the chat.
      const rest = `Path=/; HttpOnly; SameSite=Lax${isSecure ? '; Secure' : ''}`
      response.append('set-cookie', `${name}=${value}; ${rest}`)
    },
  }
}
