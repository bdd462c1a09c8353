// Adding to a group: active people, and groups that JumpCloud does not fill by itself.
import addToGroup from '../../src/actions/add-to-group.ts'
import { groupNamed, personId } from '../skills/ask.ts'
import { actionContract } from './contract.ts'

const group = groupNamed('Looker – Analyst')

actionContract(addToGroup, {
  toDo: { user: personId('leo.brandt'), group },
  already: { user: personId('alex.kim'), group },
  impossible: [
    [{ user: personId('sam.kowalski'), group }, /not active/],
    [{ user: personId('lin.zhao'), group: groupNamed('All Staff') }, /by a rule/],
    [{ user: personId('leo.brandt'), group: groupNamed('Contractors') }, /by a rule/],
  ],
  will: /^Add Leo Brandt to the group “Looker – Analyst”$/,
  done: 'Added Leo Brandt to “Looker – Analyst”',
})
