// Every action by its name. Written by `npm run generate`; a test fails when the folder says otherwise.
import addToGroup from './add-to-group.ts'
import bindAccount from './bind-account.ts'
import freezeHouse from './freeze-house.ts'
import freezePerson from './freeze-person.ts'
import removeFromGroup from './remove-from-group.ts'
import unfreezeHouse from './unfreeze-house.ts'
import unfreezePerson from './unfreeze-person.ts'
import unlockUser from './unlock-user.ts'

export const actions = {
  addToGroup,
  bindAccount,
  freezeHouse,
  freezePerson,
  removeFromGroup,
  unfreezeHouse,
  unfreezePerson,
  unlockUser,
}
