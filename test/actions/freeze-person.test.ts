// Freezing for one person: written to our own store alone, and read back there.
import freezePerson from '../../src/actions/freeze-person.ts'
import { personId } from '../skills/ask.ts'
import { actionContract } from './contract.ts'
import { freezesForTests } from './freezes.ts'

const maya = personId('maya.alvarez')

actionContract(
  freezePerson,
  {
    toDo: { user: maya },
    already: undefined,
    impossible: [],
    will: /^Pause everything that Latchkey could do for Maya Alvarez/,
    done: 'Paused self-service for Maya Alvarez',
  },
  undefined,
  freezesForTests(maya, { isFrozen: false }),
)
