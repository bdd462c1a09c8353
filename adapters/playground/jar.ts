// The cookies of one browser, by the place that set them.

export interface Jar {
  cookieFor(origin: string): string
  /** `set` as the lines of Set-Cookie. */
  keep(origin: string, set: readonly string[]): void
}

const isOver = (attributes: string): boolean => /;\s*max-age=(?:0|-\d+)\s*(?:;|$)/i.test(attributes)

/** Neither paths nor domains: each place in the playground has all of its host. */
export function createJar(): Jar {
  const kept = new Map<string, Map<string, string>>()
  return {
    cookieFor: (origin) => [...(kept.get(origin) ?? [])].map(([name, value]) => `${name}=${value}`).join('; '),
    keep(origin, set) {
      const own = kept.get(origin) ?? new Map<string, string>()
      kept.set(origin, own)
      for (const line of set) {
        const [, name, value] = /^\s*([^=;\s]+)=([^;]*)/.exec(line) ?? []
        if (name === undefined || value === undefined) continue
        if (isOver(line)) own.delete(name)
        else own.set(name, value.trim())
      }
    },
  }
}
