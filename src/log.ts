// The log: JSON lines for operators. Known secrets and personal fields never reach it, whatever object carries them.
import pino, { type DestinationStream, type Logger } from 'pino'
import { LatchkeyError } from './errors.ts'

export interface LogOptions {
  level: 'silent' | 'error' | 'warn' | 'info' | 'debug'
  /** Every secret that this process holds: replaced in each line, in plain and in the forms that URLs and JSON give it. */
  secrets: readonly string[]
  destination?: DestinationStream
}

const removed = '[removed]'
const personal = [
  'email',
  'text',
  'words',
  'values',
  'password',
  'key',
  'token',
  'code',
  'authorization',
  'secret',
  'displayName',
]

export function createLog({ level, secrets, destination }: LogOptions): Logger {
  const forms = secrets.filter((secret) => secret.length >= 6).flatMap(formsOf)
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: { paths: personal.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: removed },
      serializers: { err: describeError },
      hooks: { streamWrite: (line) => forms.reduce((kept, form) => kept.replaceAll(form, removed), line) },
    },
    ...(destination ? [destination] : []),
  )
}

const formsOf = (secret: string): string[] => [
  ...new Set([
    secret,
    encodeURIComponent(secret),
    JSON.stringify(secret).slice(1, -1),
    Buffer.from(secret).toString('base64').replace(/=+$/, ''),
    Buffer.from(secret).toString('hex'),
  ]),
]

/** Code, message and stack; of a cause the same. Properties that a library hung on an error stay out. */
function describeError(error: unknown): object {
  if (!(error instanceof Error)) return { type: typeof error }
  const cause = error.cause === undefined ? {} : { cause: describeError(error.cause) }
  const code = error instanceof LatchkeyError ? { code: error.code } : {}
  return { type: error.name, ...code, message: error.message, stack: error.stack, ...cause }
}
