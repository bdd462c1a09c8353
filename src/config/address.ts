// Addresses as settings: parsed once by the WHATWG rules that the HTTP client follows, and handed on in its spelling.
import { z } from 'zod'
import type { ConfigWord } from './problems.ts'

const word = (key: ConfigWord): ConfigWord => key

/** True for this machine only. The URL parser has already turned `127.1`, `0x7f.1` and the like into four numbers. */
export const isLoopback = (url: URL): boolean =>
  url.hostname === 'localhost' || url.hostname === '[::1]' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(url.hostname)

/** Where a number stands in the place of a name. Numbers alone, or with colons: the address is spelt as the URL standard does. */
export const isByNumber = (url: URL): boolean => /^\d+(?:\.\d+){3}$|:/.test(url.hostname)

export const isHttpsOrLoopback = (url: URL): boolean => url.protocol === 'https:' || isLoopback(url)

/** Spelt as parsed, without the last slash, so that a path can be joined to it. */
const spelt = (url: URL): string => url.href.replace(/\/+$/, '')

/** http or https; what could hide the host or change meaning when a path is joined (user name, query) is refused. */
const parsed = z.string().transform((typed, context) => {
  const url = URL.parse(typed)
  const isPlain =
    url &&
    ['http:', 'https:'].includes(url.protocol) &&
    url.username === '' &&
    url.password === '' &&
    !/[?#@\s\\]/.test(typed.trim())
  if (isPlain) return url
  context.addIssue({ code: 'custom', message: word('config.address') })
  return z.NEVER
})

export const anyAddress = parsed
export const safeAddress = parsed.refine(isHttpsOrLoopback, word('config.https')).transform(spelt)
export const loopbackAddress = parsed.refine(isLoopback, word('config.loopback')).transform(spelt)
export const speltAddress = spelt
