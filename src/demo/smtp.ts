// A real SMTP server on this machine that keeps what it is sent, and refuses, fails or falls silent on order.
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'

interface ReceivedMail {
  from: string
  to: string[]
  /** The whole message, as it crossed the wire. */
  raw: string
  user: string | undefined
}

const login = { user: 'latchkey', password: 'canary-mail:password@' }

export async function startSmtpSink() {
  const mails: ReceivedMail[] = []
  const troubles: { refuses: Set<string>; status: number | undefined } = { refuses: new Set(), status: undefined }
  const failure = (status: number, words: string) => Object.assign(new Error(words), { responseCode: status })
  const server = new SMTPServer({
    logger: false,
    disabledCommands: ['STARTTLS'],
    authOptional: true,
    allowInsecureAuth: true,
    onAuth({ username, password }, _session, done) {
      const isKnown = username === login.user && password === login.password
      done(isKnown ? null : failure(535, 'who are you'), isKnown ? { user: username } : undefined)
    },
    onRcptTo({ address }, _session, done) {
      // Real servers repeat the address in their refusal.
      if (troubles.refuses.has(address)) return done(failure(550, `<${address}>: no such user`))
      if (troubles.status) return done(failure(troubles.status, `<${address}>: not now`))
      done()
    },
    onData(stream, session, done) {
      const parts: Buffer[] = []
      stream.on('data', (part: Buffer) => void parts.push(part))
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope
        mails.push({
          from: mailFrom ? mailFrom.address : '',
          to: rcptTo.map(({ address }) => address),
          raw: Buffer.concat(parts).toString(),
          user: typeof session.user === 'string' ? session.user : undefined,
        })
        done()
      })
    },
  })
  server.on('error', () => {})
  const listening = server.listen(0, '127.0.0.1')
  await once(listening, 'listening')
  const { port } = listening.address() as AddressInfo
  return {
    mails,
    troubles,
    settings: { url: `smtp://127.0.0.1:${port}`, from: 'Latchkey <latchkey@northwind.example>' },
    /** The same, for somebody who signs in. */
    signedIn: (password = login.password) => `smtp://${login.user}:${encodeURIComponent(password)}@127.0.0.1:${port}`,
    to: (address: string) => mails.filter(({ to }) => to.includes(address)),
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  }
}
export type SmtpSink = Awaited<ReturnType<typeof startSmtpSink>>
