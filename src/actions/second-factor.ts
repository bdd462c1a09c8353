// What resetting a second factor and closing its window share: who has enrolled since, as the plan froze what was before.
import { z } from 'zod'
import type { Directory } from '../directory.ts'
import { userId } from '../ids.ts'
import { malformed } from '../jumpcloud/translate.ts'

/** A device's id is JumpCloud's own and may be any opaque word. */
export const deviceId = z.string().regex(/^(?!__)[A-Za-z0-9_-]{1,100}$/)

/** What the person had when the plan was made, so that what they enrol afterwards is told from it. */
export const before = z.object({
  user: userId,
  /** Every phone with JumpCloud Protect. */
  devices: z.array(deviceId).max(20),
  hasPasskey: z.boolean(),
})

/** Throws `jumpcloud-malformed` when JumpCloud does not say: nobody is shut out by a guess. */
export async function hasEnrolledSince(
  { user, devices, hasPasskey }: z.infer<typeof before>,
  directory: Directory,
): Promise<boolean> {
  const { mfa } = await directory.user(user)
  if (mfa.totpEnrolled === undefined) throw malformed('no enrolment status')
  if (mfa.totpEnrolled || (mfa.passkeyEnrolled === true && !hasPasskey)) return true
  return (await directory.pushDevices(user)).some(({ id, isActive }) => isActive && !devices.includes(id))
}
