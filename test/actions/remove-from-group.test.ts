// Removing from a group: whoever is in it, unless JumpCloud fills it by itself.
import removeFromGroup from '../../src/actions/remove-from-group.ts'
import { groupNamed, personId } from '../skills/ask.ts'
import { actionContract } from './contract.ts'

const group = groupNamed('Looker – Analyst')

actionContract(removeFromGroup, {
  toDo: { user: personId('alex.kim'), group },
  already: { user: personId('leo.brandt'), group },
  impossible: [[{ user: personId('leo.brandt'), group: groupNamed('All Staff') }, /by a rule/]],
  will: /^Remove Alex Kim from the group “Looker – Analyst”$/,
  done: 'Removed Alex Kim from “Looker – Analyst”',
})
