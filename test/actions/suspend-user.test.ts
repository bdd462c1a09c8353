// Suspending: an active account that is no administrator's.
import suspendUser from '../../src/actions/suspend-user.ts'
import { personId } from '../skills/ask.ts'
import { actionContract } from './contract.ts'

actionContract(suspendUser, {
  toDo: { user: personId('leo.brandt') },
  already: { user: personId('sam.kowalski') },
  impossible: [
    [{ user: personId('elif.yilmaz') }, /not active/],
    [{ user: personId('ruth.adler') }, /administrator/],
  ],
  will: /^Suspend Leo Brandt’s JumpCloud account: signed out everywhere, nothing deleted\. Only IT can lift it/,
  done: 'Suspended Leo Brandt’s JumpCloud account',
})
