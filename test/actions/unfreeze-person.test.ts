// Lifting for one person: written to our own store alone, and read back there.
import unfreezePerson from '../../src/actions/unfreeze-person.ts'
import { personId } from '../skills/ask.ts'
import { actionContract } from './contract.ts'
import { freezesForTests } from './freezes.ts'

const maya = personId('maya.alvarez')

actionContract(
  unfreezePerson,
  {
    toDo: { user: maya, by: personId('dana.whitfield') },
    already: undefined,
    impossible: [],
    will: /^Give Maya Alvarez their self-service back/,
    done: 'Gave Maya Alvarez their self-service back',
  },
  undefined,
  freezesForTests(maya, { isFrozen: true }),
)
