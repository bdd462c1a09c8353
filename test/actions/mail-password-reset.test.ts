// JumpCloud's own reset mail: its answer is all that shows, so a lost one is never repeated.
import mailPasswordReset from '../../src/actions/mail-password-reset.ts'
import { personId } from '../skills/ask.ts'
import { actionContract } from './contract.ts'

actionContract(mailPasswordReset, {
  toDo: { user: personId('leo.brandt') },
  already: undefined,
  impossible: [
    [{ user: personId('sam.kowalski') }, /not active/],
    [{ user: personId('grace.mbeki') }, /does not own/],
  ],
  will: /^Let JumpCloud mail Leo Brandt a link to set a new password$/,
  done: 'JumpCloud sent Leo Brandt a mail with a link to set a new password',
})
