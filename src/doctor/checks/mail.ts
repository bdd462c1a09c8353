// Whether the mail server takes letters from Latchkey: it is connected to and signed in at, and nothing is sent.
import { LatchkeyError } from '../../errors.ts'
import { createMailer } from '../../mail/mailer.ts'
import { text } from '../../words/text.ts'
import type { CheckDeps, Finding } from '../finding.ts'

export async function check({ config: { mail } }: Pick<CheckDeps, 'config'>): Promise<Finding[]> {
  if (!mail) return [{ level: 'note', what: text('doctor.mail-off') }]
  try {
    await createMailer(mail).check()
    return [{ level: 'good', what: text('doctor.mail-good') }]
  } catch (error) {
    if (!(error instanceof LatchkeyError)) throw error
    const reason = error.text.values?.reason ?? ''
    return [{ level: 'error', what: text('doctor.mail-silent', { reason }), cure: text('doctor.mail-cure') }]
  }
}
