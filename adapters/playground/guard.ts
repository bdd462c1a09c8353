// Who may speak to the playground: only this machine's own browser or scripts, naming this very address.
import type { RequestHandler } from 'express'
import helmet from 'helmet'

/** Nothing but our own files may load, nothing inline may run: what a card says can never become code. */
export const headers = (): RequestHandler =>
  helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'"],
        connectSrc: ["'self'"],
        frameSrc: ["'self'"],
        baseUri: ["'none'"],
        formAction: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
    strictTransportSecurity: false,
  })

/**
 * A page elsewhere can make a browser send requests here (DNS rebinding changes the Host, cross-site posts the Origin).
 * Scripts send the Origin themselves: its absence is refused like a wrong one.
 */
export function ownAddressOnly(port: () => number): RequestHandler {
  return (request, response, next) => {
    const hosts = [`127.0.0.1:${port()}`, `localhost:${port()}`]
    const { host, origin } = request.headers
    const readsOnly = request.method === 'GET' || request.method === 'HEAD'
    const isOwnHost = host !== undefined && hosts.includes(host.toLowerCase())
    const isOwnOrigin = origin === undefined ? readsOnly : hosts.some((own) => origin.toLowerCase() === `http://${own}`)
    if (isOwnHost && isOwnOrigin) next()
    else response.status(403).json({ error: 'foreign-address' })
  }
}

/** Whether an address is plain HTTP on this machine; a name that only looks like it is not. */
export function isLoopback(address: string): boolean {
  if (!URL.canParse(address)) return false
  const { protocol, hostname, username, password } = new URL(address)
  const isLocal = hostname === 'localhost' || hostname === '[::1]' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(hostname)
  return protocol === 'http:' && isLocal && username === '' && password === ''
}
