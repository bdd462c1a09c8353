// Every action by its name. Written by `npm run generate`; a test fails when the folder says otherwise.
import addToGroup from './add-to-group.ts'
import bindAccount from './bind-account.ts'
import enforceMfa from './enforce-mfa.ts'
import freezeHouse from './freeze-house.ts'
import freezePerson from './freeze-person.ts'
import mailPasswordReset from './mail-password-reset.ts'
import removeFromGroup from './remove-from-group.ts'
import removePushDevice from './remove-push-device.ts'
import resetMfa from './reset-mfa.ts'
import setPassword from './set-password.ts'
import suspendUser from './suspend-user.ts'
import unfreezeHouse from './unfreeze-house.ts'
import unfreezePerson from './unfreeze-person.ts'
import unlockUser from './unlock-user.ts'

export const actions = {
  addToGroup,
  bindAccount,
  enforceMfa,
  freezeHouse,
  freezePerson,
  mailPasswordReset,
  removeFromGroup,
  removePushDevice,
  resetMfa,
  setPassword,
  suspendUser,
  unfreezeHouse,
  unfreezePerson,
  unlockUser,
}
