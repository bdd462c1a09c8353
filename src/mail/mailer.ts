// Sends mail through the organisation's own SMTP server. Addresses are personal: no error and no log line holds one.
import { createTransport } from 'nodemailer'
import { isLoopback } from '../config/address.ts'
import { LatchkeyError } from '../errors.ts'
import type { Letter } from './letter.ts'

export interface MailSettings {
  /** smtp://user:password@host:port, or smtps://. */
  url: string
  from: string
}

export interface Mailer {
  /** `key` is the same for every attempt at one letter. Throws `unreachable` (final) or `platform-unavailable` (try again). */
  send(to: string, letter: Letter, key: string): Promise<void>
  /** Connects and signs in, and sends nothing. Throws `platform-unavailable`. */
  check(): Promise<void>
}

const patienceMs = 15_000

export function createMailer({ url, from }: MailSettings): Mailer {
  const { protocol, hostname, port, username, password } = new URL(url)
  const isSecure = protocol === 'smtps:'
  const transport = createTransport({
    host: hostname.replace(/^\[|\]$/g, ''),
    port: Number(port) || (isSecure ? 465 : 587),
    secure: isSecure,
    // What is written to people crosses a network in the open only within this machine.
    requireTLS: !isSecure && !isLoopback(new URL(url.replace(/^smtps?:/, 'http:'))),
    ...(username ? { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } } : {}),
    tls: { minVersion: 'TLSv1.2' },
    connectionTimeout: patienceMs,
    greetingTimeout: patienceMs,
    socketTimeout: patienceMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  const domain = /@([^@>\s]+)>?$/.exec(from)?.[1] ?? 'localhost'
  return {
    async send(to, { subject, text, html }, key) {
      await told(
        transport.sendMail({
          from,
          to: { name: '', address: to },
          subject,
          text,
          html,
          // A second attempt at the same letter is recognised by whoever keeps mail.
          messageId: `<${key}@${domain}>`,
          headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
        }),
      )
    },
    async check() {
      await told(transport.verify())
    },
  }
}

/** What a mail server says may repeat the address, so only its number or the kind of failure is kept. */
async function told(work: Promise<unknown>): Promise<void> {
  try {
    await work
  } catch (error) {
    const { code, responseCode } = Object(error) as { code?: unknown; responseCode?: unknown }
    const status = typeof responseCode === 'number' ? responseCode : undefined
    // A sign-in that fails is cured by an administrator; a recipient who is refused for good is not.
    if (code === 'EENVELOPE' && status !== undefined && status >= 500)
      throw new LatchkeyError('unreachable', { platform: 'mail' })
    const kind = typeof code === 'string' && /^[A-Z_]{1,40}$/.test(code) ? code : 'unknown'
    const reason = status === undefined ? kind : `SMTP ${status}`
    throw new LatchkeyError('platform-unavailable', { platform: 'mail', reason })
  }
}
