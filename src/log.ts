// The log: JSON lines for operators. Known secrets and personal fields never reach it, whatever object carries them.
import pino, { type DestinationStream, type Logger } from 'pino'
import { LatchkeyError } from './errors.ts'
import { currentTrace } from './trace.ts'

export interface LogOptions {
  level: 'silent' | 'error' | 'warn' | 'info' | 'debug'
  /** Every secret that this process holds: replaced in each line, in plain and in the forms that URLs, JSON and headers give it. */
  secrets: readonly string[]
  destination?: DestinationStream
}

const removed = '[removed]'
/** Names of fields, compared in lower case and without `-` and `_`. */
const personal = ['text', 'words', 'values', 'key', 'code', 'authorization', 'displayname']
const personalEnds = ['email', 'password', 'token', 'secret', 'apikey', 'cookie']
const deepest = 10

export function createLog({ level, secrets, destination }: LogOptions): Logger {
  const forms = secrets
    .filter((secret) => secret.length >= 6)
    .flatMap(formsOf)
    // The longest first: a secret that begins with another one must not leave its end behind.
    .toSorted((a, b) => b.length - a.length)
  return pino(
    {
      level,
      base: null,
      mixin: () => withTraceOf(currentTrace()),
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { log: withoutPersonal },
      // Only for the fields of child loggers, which no formatter sees.
      redact: { paths: [...personal, ...personalEnds], censor: removed },
      serializers: { err: (described) => described },
      hooks: { streamWrite: (line) => forms.reduce((kept, form) => kept.replaceAll(form, removed), line) },
    },
    ...(destination ? [destination] : []),
  )
}

const withTraceOf = (trace: string | undefined) => (trace === undefined ? {} : { trace })

function formsOf(secret: string): string[] {
  const bytes = Buffer.from(secret)
  const asJson = JSON.stringify(secret).slice(1, -1)
  const hex = bytes.toString('hex')
  const forms = [
    secret,
    encodeURIComponent(secret),
    new URLSearchParams({ '': secret }).toString().slice(1),
    asJson,
    // JSON that was put into a string.
    JSON.stringify(asJson).slice(1, -1),
    hex,
    hex.toUpperCase(),
    ...base64Forms(bytes),
  ]
  return [...new Set(forms)]
}

/** Alone, and behind something else, such as the id in front of it in a Basic header: three bytes make four characters. */
const base64Forms = (bytes: Buffer): string[] =>
  [0, 1, 2].flatMap((before) => {
    const whole = Buffer.concat([Buffer.alloc(before), bytes])
    const own = whole.toString('base64').slice(Math.ceil((before * 4) / 3), Math.floor((whole.length * 4) / 3))
    return [own, own.replaceAll('+', '-').replaceAll('/', '_')]
  })

function isPersonal(name: string): boolean {
  const plain = name.toLowerCase().replace(/[-_]/g, '')
  return personal.includes(plain) || personalEnds.some((end) => plain.endsWith(end))
}

/** Whatever was thrown as `err`: what is no error says only that. */
const withoutPersonal = (fields: Record<string, unknown>) => ({
  ...cleanFields(fields, deepest),
  ...('err' in fields ? { err: describeError(fields.err, deepest) } : {}),
})

const cleanFields = (fields: object, depth: number): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, isPersonal(name) ? removed : clean(value, depth - 1)]),
  )

/** What is too deep, in a circle, or bytes is left out rather than printed unread. */
function clean(value: unknown, depth: number): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (value instanceof Error) return describeError(value, depth)
  if (depth <= 0 || ArrayBuffer.isView(value)) return removed
  if (Array.isArray(value)) return value.map((item) => clean(item, depth - 1))
  if ('toJSON' in value && typeof value.toJSON === 'function') return clean(value.toJSON(), depth - 1)
  return cleanFields(value, depth)
}

/** Code, message and stack; of a cause the same. Properties that a library hung on an error stay out. */
function describeError(error: unknown, depth: number): object {
  if (!(error instanceof Error)) return { type: typeof error }
  const cause = error.cause === undefined || depth <= 0 ? {} : { cause: describeError(error.cause, depth - 1) }
  const code = error instanceof LatchkeyError ? { code: error.code } : {}
  return { type: error.name, ...code, message: error.message, stack: error.stack, ...cause }
}
