// Freezing for everybody: written to our own store alone, and read back there.
import freezeHouse from '../../src/actions/freeze-house.ts'
import { personId } from '../skills/ask.ts'
import { actionContract } from './contract.ts'
import { freezesForTests } from './freezes.ts'

actionContract(
  freezeHouse,
  {
    toDo: { user: personId('dana.whitfield') },
    already: undefined,
    impossible: [],
    will: /^Stop every change that Latchkey makes/,
    done: 'Froze Latchkey: nothing is changed until two people start it again',
  },
  undefined,
  freezesForTests('house', { isFrozen: false }),
)
