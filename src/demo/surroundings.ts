// What stands around the demo's Latchkey: the sandbox with its sign-in, a mail server that shows its letters, and an address for pages.
import type { Clock } from '../clock.ts'
import type { MailSettings } from '../mail/mailer.ts'
import type { SignInSettings } from '../proof/sign-in.ts'
import { application } from '../sandbox/issuer/application.ts'
import { type Sandbox, startSandbox } from '../sandbox/server.ts'
import { signedInPath } from '../web/signed-in.ts'
import { type Letter, readLetter } from './letters.ts'
import { startSmtpSink } from './smtp.ts'

interface Surroundings {
  sandbox: Sandbox
  /** What Latchkey's configuration says of them. */
  config: { publicUrl: string; signIn: SignInSettings; mail: MailSettings }
  /** Every letter, oldest first. */
  letters(): Letter[]
  close(): Promise<void>
}

/** `port`: of the pages. Plain http is enough on this machine, because JumpCloud is the sandbox. */
export async function startSurroundings({ clock, port }: { clock: Clock; port: number }): Promise<Surroundings> {
  const publicUrl = `http://localhost:${port}`
  const sandbox = await startSandbox({ clock, redirects: [`${publicUrl}${signedInPath}`] })
  const mail = await startSmtpSink()
  return {
    sandbox,
    config: {
      publicUrl,
      signIn: { issuer: sandbox.issuer, clientId: application.id, clientSecret: application.secret },
      mail: mail.settings,
    },
    letters: () => mail.mails.map(readLetter),
    async close() {
      await sandbox.close()
      await mail.close()
    },
  }
}
