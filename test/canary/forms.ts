// Every form in which a secret could be left lying somewhere, and one pass over bytes that finds any of them.

/** What is searched for: long enough that nothing else looks like it by chance. */
const fewestBytes = 8
/** What bytes are looked up by before they are compared: three of them. */
const prefixBits = 24

export interface Hit {
  secret: string
  form: string
}

/** In base64 the same bytes look different at each of three places: only what belongs to the secret alone is searched. */
const base64Forms = (bytes: Buffer): string[] =>
  [0, 1, 2].map((before) => {
    const whole = Buffer.concat([Buffer.alloc(before), bytes])
    return whole.toString('base64').slice(Math.ceil((before * 4) / 3), Math.floor((whole.length * 4) / 3))
  })

const inJson = (text: string): string => JSON.stringify(text).slice(1, -1)
const inAscii = (json: string): string =>
  json.replace(/[\u0080-\uffff]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`)
const inHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`).replaceAll('&#38;', '&amp;')
const named: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const inNamedHtml = (text: string): string => text.replace(/[&<>"]/g, (sign) => named[sign] ?? sign)

export function formsOf(secret: string): string[] {
  const bytes = Buffer.from(secret)
  const hex = bytes.toString('hex')
  const base64 = base64Forms(bytes)
  const json = inJson(secret)
  const forms = [
    secret,
    [...secret].toReversed().join(''),
    ...base64,
    ...base64.map((form) => form.replaceAll('+', '-').replaceAll('/', '_')),
    hex,
    hex.toUpperCase(),
    encodeURIComponent(secret),
    new URLSearchParams({ '': secret }).toString().slice(1),
    json,
    inAscii(json),
    // JSON that was put into a string.
    inJson(json),
    inHtml(secret),
    inNamedHtml(secret),
    // What is left of it where only its beginning, or only its end, was recognised.
    ...halvesOf(secret),
  ]
  return [...new Set(forms)].filter((form) => Buffer.byteLength(form) >= fewestBytes)
}

/** By words where there are words, by lines where there are lines. */
function halvesOf(secret: string): string[] {
  const parts = secret.includes('\n') ? secret.split('\n').filter((line) => !line.startsWith('-----')) : []
  if (parts.length > 0) return parts
  const letters = [...secret]
  const space = secret.indexOf(' ', Math.floor(secret.length / 2))
  if (space > 0) return [secret.slice(0, space), secret.slice(space + 1)]
  const middle = Math.floor(letters.length / 2)
  return [letters.slice(0, middle).join(''), letters.slice(middle).join('')]
}

/** Text is searched as UTF-8, so bytes of any file can be given. Each secret is told once for each of its forms. */
export function searchFor(secrets: readonly string[]): (bytes: Uint8Array | string) => Hit[] {
  const needles = new Map<number, { bytes: Buffer; hit: Hit }[]>()
  const seen = new Uint8Array(2 ** prefixBits)
  for (const secret of secrets)
    for (const form of formsOf(secret)) {
      const bytes = Buffer.from(form)
      const key = keyAt(bytes, 0)
      seen[key] = 1
      needles.set(key, [...(needles.get(key) ?? []), { bytes, hit: { secret, form } }])
    }
  return (given) => {
    const hay =
      typeof given === 'string' ? Buffer.from(given) : Buffer.from(given.buffer, given.byteOffset, given.length)
    const found = new Map<string, Hit>()
    for (let i = 0; i + fewestBytes <= hay.length; i += 1) {
      const key = keyAt(hay, i)
      if (seen[key] === 0) continue
      for (const { bytes, hit } of needles.get(key) ?? [])
        if (hay.compare(bytes, 0, bytes.length, i, Math.min(hay.length, i + bytes.length)) === 0)
          found.set(`${hit.secret}\0${hit.form}`, hit)
    }
    return [...found.values()]
  }
}

const keyAt = (bytes: Uint8Array, at: number): number =>
  ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0)
