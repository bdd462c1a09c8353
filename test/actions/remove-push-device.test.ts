// Removing a phone from JumpCloud Protect: the one that is named, and no other.
import removePushDevice from '../../src/actions/remove-push-device.ts'
import { phone } from '../sandbox/api.ts'
import { personId } from '../skills/ask.ts'
import { actionContract } from './contract.ts'

actionContract(removePushDevice, {
  toDo: { user: personId('leo.brandt'), device: phone('leo.brandt') },
  already: { user: personId('leo.brandt'), device: phone('maya.alvarez') },
  impossible: [],
  will: /^Take Leo Brandt’s phone “Leo's Galaxy S24” out of JumpCloud Protect$/,
  done: 'Took a phone of Leo Brandt out of JumpCloud Protect',
})
