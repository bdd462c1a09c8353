// Unlocking: only a locked, active account, and only the lock.
import unlockUser from '../../src/actions/unlock-user.ts'
import { personId } from '../skills/ask.ts'
import { actionContract } from './contract.ts'

actionContract(unlockUser, {
  toDo: { user: personId('amara.diallo') },
  already: { user: personId('leo.brandt') },
  impossible: [[{ user: personId('sam.kowalski') }, /not active/]],
  will: /^Unlock Amara Diallo’s JumpCloud account \(locked since .* → unlocked\)$/,
  done: 'Unlocked Amara Diallo’s JumpCloud account',
})
