// A browser without a screen: keeps cookies, follows redirects, and sends with each form what a real browser sends.

export interface Shown {
  status: number
  /** The page as it came. */
  html: string
  headers: Headers
}

export interface Visitor {
  get(url: string): Promise<Shown>
  /** Sends the form of the page shown last whose button does this. */
  press(todo: string, values?: Record<string, string>): Promise<Shown>
  /** Sends the first form of a page that is not ours as it stands, with what was typed into it. */
  fill(values: Record<string, string>): Promise<Shown>
  reload(): Promise<Shown>
  /** What our own script sends from the page shown last. */
  call(name: string, body?: object): Promise<{ status: number; body: Record<string, unknown> }>
  cookies(): Record<string, string>
}

const origin = (url: string): string => new URL(url).origin

export function createVisitor(extra: Record<string, string> = {}): Visitor {
  /** By host, and by name. */
  const jars = new Map<string, Map<string, string>>()
  let at = ''
  let html = ''
  /** Of the newest page that had one. */
  let csrf = ''

  async function send(url: string, init: RequestInit = {}, triesLeft = 3): Promise<Shown> {
    const { hostname } = new URL(url)
    const jar = jars.get(hostname) ?? new Map<string, string>()
    jars.set(hostname, jar)
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const headers = { connection: 'close', ...(cookie && { cookie }), ...(init.headers as object), ...extra }
    const answer = await fetch(url, { ...init, headers, redirect: 'manual' })
    // The server was too busy to read it in time, so nothing has happened.
    if (answer.status === 408 && triesLeft > 1) return send(url, init, triesLeft - 1)
    for (const set of answer.headers.getSetCookie()) {
      const [pair = ''] = set.split(';')
      jar.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1))
    }
    const place = answer.headers.get('location')
    if (place !== null && [302, 303].includes(answer.status)) return send(new URL(place, url).href)
    at = url
    const shown = { status: answer.status, html: await answer.text(), headers: answer.headers }
    html = shown.html
    csrf = /(?:name="csrf" value|data-csrf)="([^"]*)"/.exec(shown.html)?.[1] ?? csrf
    return shown
  }

  return {
    get: (url) => send(url),
    press: (todo, values = {}) =>
      send(at, {
        method: 'POST',
        // A page that tells nobody where it is sends its forms with an origin of null.
        headers: { origin: 'null', 'sec-fetch-site': 'same-origin' },
        body: new URLSearchParams({ csrf, do: todo, ...values }),
      }),
    fill(values) {
      const [, action = '', inside = ''] = /<form[^>]* action="([^"]*)"[^>]*>([\s\S]*?)<\/form>/.exec(html) ?? []
      const hidden = inside.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)
      const kept = Object.fromEntries([...hidden].map(([, name = '', value = '']) => [name, value]))
      return send(new URL(action, at).href, {
        method: 'POST',
        headers: { origin: 'null', 'sec-fetch-site': 'same-origin' },
        body: new URLSearchParams({ ...kept, ...values }),
      })
    },
    reload: () => send(at),
    async call(name, body = {}) {
      const page = at
      const headers = {
        origin: origin(page),
        'sec-fetch-site': 'same-origin',
        'content-type': 'application/json',
      }
      const answer = await send(`${page}/${name}`, {
        method: 'POST',
        headers,
        body: JSON.stringify({ csrf, ...body }),
      })
      at = page
      return { status: answer.status, body: answer.html.startsWith('{') ? JSON.parse(answer.html) : {} }
    },
    cookies: () => Object.fromEntries([...jars.values()].flatMap((jar) => [...jar])),
  }
}

/** Opens a link as a person does: looks at it, and continues. */
export async function openLink(url: string, visitor = createVisitor()): Promise<{ visitor: Visitor; shown: Shown }> {
  await visitor.get(url)
  return { visitor, shown: await visitor.press('open') }
}

/** Where a provider sends a browser back to that it never saw before, without going there. */
export async function wayBack(there: URL): Promise<string> {
  const jar = new Map<string, string>()
  let at = there.href
  for (let hops = 0; hops < 10; hops += 1) {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const answer = await fetch(at, { redirect: 'manual', headers: { cookie, connection: 'close' } })
    for (const set of answer.headers.getSetCookie())
      jar.set(set.slice(0, set.indexOf('=')), set.slice(set.indexOf('=') + 1, set.indexOf(';')))
    at = new URL(answer.headers.get('location') ?? '', at).href
    if (at.includes('/signed-in?')) return at
  }
  throw new Error('the provider never sent the browser back')
}

/** What a reader reads. */
export const wordsOf = (html: string): string =>
  html
    .replace(/<(?:head|script)[\s\S]*?<\/(?:head|script)>/g, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/&(?:amp|lt|gt|quot|#39);/g, (sign) => signs[sign] ?? sign)
    .replace(/\s+/g, ' ')
    .trim()

const signs: Record<string, string> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'" }
