// Reads what arrived at the demo's mail server back into what its reader reads: to whom, subject, words, and links.

export interface Letter {
  to: string[]
  subject: string
  /** The plain part. */
  text: string
  links: string[]
}

export function readLetter({ to, raw }: { to: string[]; raw: string }): Letter {
  const whole = partOf(raw)
  const boundary = /boundary="?([^";\r\n]+)/i.exec(whole.headers.get('content-type') ?? '')?.[1]
  const parts = boundary === undefined ? [whole] : whole.body.split(`--${boundary}`).slice(1, -1).map(partOf)
  const plain = parts.find(({ headers }) => headers.get('content-type')?.startsWith('text/plain')) ?? whole
  const text = decoded(plain.body, plain.headers.get('content-transfer-encoding')).replaceAll('\r\n', '\n').trim()
  return { to, subject: unfolded(whole.headers.get('subject') ?? ''), text, links: text.match(/https?:\/\/\S+/g) ?? [] }
}

interface Part {
  headers: ReadonlyMap<string, string>
  body: string
}

function partOf(raw: string): Part {
  const trimmed = raw.replace(/^\r\n/, '')
  const end = trimmed.indexOf('\r\n\r\n')
  // A header goes on where a line begins with white space.
  const lines = trimmed
    .slice(0, end)
    .replace(/\r\n[ \t]+/g, ' ')
    .split('\r\n')
  const headers = lines.map((line): [string, string] => {
    const colon = line.indexOf(':')
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()]
  })
  return { headers: new Map(headers), body: trimmed.slice(end + 4) }
}

function decoded(body: string, encoding: string | undefined): string {
  if (encoding === 'base64') return Buffer.from(body, 'base64').toString()
  return encoding === 'quoted-printable' ? fromQuotedPrintable(body.replace(/=\r\n/g, '')) : body
}

const fromQuotedPrintable = (words: string): string =>
  Buffer.from(
    words.replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  ).toString()

/** RFC 2047; white space between two encoded words is none. */
const unfolded = (header: string): string =>
  header
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_, how, words) =>
      how.toLowerCase() === 'b'
        ? Buffer.from(words, 'base64').toString()
        : fromQuotedPrintable(words.replaceAll('_', ' ')),
    )
