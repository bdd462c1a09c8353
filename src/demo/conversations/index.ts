// The model conversations, in the order in which they are told.
import type { Conversation } from '../stage.ts'
import { jumpcloudFails } from './jumpcloud-fails.ts'
import { killed } from './killed.ts'
import { lessThanAsked } from './less-than-asked.ts'
import { lockedOut } from './locked-out.ts'
import { lostPhone } from './lost-phone.ts'
import { lostPhoneStopped } from './lost-phone-stopped.ts'
import { outsiders } from './outsiders.ts'
import { passwordReset } from './password-reset.ts'
import { phoneDenies } from './phone-denies.ts'
import { stolenSession } from './stolen-session.ts'
import { twoApprovers } from './two-approvers.ts'

export const conversations: readonly Conversation[] = [
  lockedOut,
  phoneDenies,
  lessThanAsked,
  twoApprovers,
  killed,
  jumpcloudFails,
  stolenSession,
  outsiders,
  passwordReset,
  lostPhone,
  lostPhoneStopped,
]
