// The places that a framed browser can be at, and how their addresses are written in the playground's own.

export interface Site {
  name: 'pages' | 'sign-in'
  origin: string
  /** The address of this path there; undefined when it would lead elsewhere. */
  at(path: string): URL | undefined
}

interface Sites {
  all: readonly Site[]
  /** A link or redirect of `from`, as the frame has to follow it; one to anywhere else stays as it is. */
  inside(link: string, from: Site, prefix: string): string
  /** The same for every link, form and script of a page. */
  rewrite(html: string, from: Site, prefix: string): string
}

const site = (name: Site['name'], url: string): Site => {
  const { origin } = new URL(url)
  return {
    name,
    origin,
    at(path) {
      const found = URL.parse(path, origin)
      return found?.origin === origin ? found : undefined
    },
  }
}

const links = /(\s(?:action|href|src|data-path)=")([^"]*)"/g

export function sitesOf({ url, signInUrl }: { url: string; signInUrl?: string | undefined }): Sites {
  const all = [site('pages', url), ...(signInUrl === undefined ? [] : [site('sign-in', signInUrl)])]
  const inside = (link: string, from: Site, prefix: string): string => {
    const target = all.find(({ origin }) => link === origin || link.startsWith(`${origin}/`))
    if (target) return `${prefix}/${target.name}${link.slice(target.origin.length)}`
    return /^\/(?!\/)/.test(link) ? `${prefix}/${from.name}${link}` : link
  }
  return {
    all,
    inside,
    rewrite: (html, from, prefix) =>
      html.replace(links, (_whole, before: string, link: string) => `${before}${inside(link, from, prefix)}"`),
  }
}
