// Whether people can sign in at JumpCloud for Latchkey: is it set up, and does the issuer tell where to.
import { LatchkeyError } from '../../errors.ts'
import { createLog } from '../../log.ts'
import { createSignIn } from '../../proof/sign-in.ts'
import { text } from '../../words/text.ts'
import type { CheckDeps, Finding } from '../finding.ts'

export async function check({ config, clock }: Pick<CheckDeps, 'config' | 'clock'>): Promise<Finding[]> {
  const { signIn, publicUrl } = config
  if (!signIn) return [{ level: 'note', what: text('doctor.sign-in-off') }]
  const issuer = signIn.issuer
  try {
    // Nobody is sent anywhere: where they would come back to does not matter here.
    const redirect = publicUrl ?? issuer
    await createSignIn(signIn, { clock, log: createLog({ level: 'silent', secrets: [] }), redirect }).check()
    return [{ level: 'good', what: text('doctor.sign-in-good', { issuer }) }]
  } catch (error) {
    if (!(error instanceof LatchkeyError)) throw error
    return [{ level: 'error', what: text('doctor.sign-in-silent', { issuer }), cure: text('doctor.sign-in-cure') }]
  }
}
