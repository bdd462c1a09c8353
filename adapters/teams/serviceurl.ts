// Which addresses may be given our token: Microsoft's connector over https and, in tests, one origin on this machine.

/** The public cloud. Government clouds have connectors of their own, which are named in the options. */
const publicConnectors = ['smba.trafficmanager.net']

export interface ServiceUrls {
  /** Whether an activity or a stored reference may name this address as its service. */
  isService(address: string): boolean
  /** Whether a request to this address may carry the token. */
  mayCarryToken(address: string): boolean
  /** Where to turn when no activity has told an address yet. */
  usual: string
}

export interface ServiceUrlOptions {
  /** Host names of the connector, in lower case. */
  connectorHosts?: readonly string[] | undefined
  /** With a login of one's own, which is for tests and on this machine, its origin is the only service there is. */
  loginUrl?: string | undefined
}

export function createServiceUrls({ connectorHosts = publicConnectors, loginUrl }: ServiceUrlOptions): ServiceUrls {
  const own = loginUrl === undefined ? undefined : new URL(loginUrl).origin

  function findUrl(address: string): URL | undefined {
    const url = URL.parse(address)
    if (url === null || url.username !== '' || url.password !== '') return undefined
    if (own !== undefined) return url.origin === own ? url : undefined
    return url.protocol === 'https:' && url.port === '' && connectorHosts.includes(url.hostname) ? url : undefined
  }

  return {
    isService(address) {
      const url = findUrl(address)
      // Only the parser's own spelling: blanks, backslashes, numbers for a host and `..` never come from Microsoft.
      return (
        url !== undefined && (address === url.href || `${address}/` === url.href) && /^[\w:./-]{1,300}$/.test(address)
      )
    },
    mayCarryToken: (address) => findUrl(address) !== undefined,
    usual: `${own ?? `https://${connectorHosts[0]}`}/teams/`,
  }
}
