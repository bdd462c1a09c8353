// Where JumpCloud lives: three regions, and in each a console host, an insights host and a token host.

export type Region = 'us' | 'eu' | 'in'

/** For tests and the demo (loopback), and for the token host of regions where JumpCloud publishes none. No trailing path. */
export interface HostOverrides {
  consoleUrl?: string | undefined
  insightsUrl?: string | undefined
  /** The whole token URL, or only its origin. */
  oauthUrl?: string | undefined
}

/** Base URLs without a trailing slash. */
export interface Hosts {
  region: Region
  v1: string
  v2: string
  insights: string
  /** The token URL; undefined where it is not established (eu, in) and none was given. */
  oauth: string | undefined
}

const tokenPath = '/oauth2/token'

/** Facts from JumpCloud's OpenAPI `servers`; insights is on another host than v1 and v2 in every region. */
export function jumpcloudHosts(region: Region, overrides: HostOverrides = {}): Hosts {
  const inRegion = region === 'us' ? '' : `${region}.`
  const console = trimSlash(overrides.consoleUrl ?? `https://console.${inRegion}jumpcloud.com`)
  const insights = trimSlash(overrides.insightsUrl ?? `https://api.${inRegion}jumpcloud.com`)
  return {
    region,
    v1: `${console}/api`,
    v2: `${console}/api/v2`,
    insights: `${insights}/insights/directory/v1`,
    oauth: tokenUrl(region, overrides.oauthUrl),
  }
}

/** Only the token host of the US is established; guessing one would send a secret to an unknown host. */
function tokenUrl(region: Region, override: string | undefined): string | undefined {
  if (override === undefined) return region === 'us' ? `https://admin-oauth.id.jumpcloud.com${tokenPath}` : undefined
  const url = new URL(override)
  return url.pathname === '/' ? `${url.origin}${tokenPath}` : override
}

const trimSlash = (url: string): string => url.replace(/\/+$/, '')
