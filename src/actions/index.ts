// Every action by its name. Written by `npm run generate`; a test fails when the folder says otherwise.
import addToGroup from './add-to-group.ts'
import bindAccount from './bind-account.ts'
import removeFromGroup from './remove-from-group.ts'
import unlockUser from './unlock-user.ts'

export const actions = { addToGroup, bindAccount, removeFromGroup, unlockUser }
