// Lifting for everybody: written to our own store alone, and read back there.
import unfreezeHouse from '../../src/actions/unfreeze-house.ts'
import { personId } from '../skills/ask.ts'
import { actionContract } from './contract.ts'
import { freezesForTests } from './freezes.ts'

actionContract(
  unfreezeHouse,
  {
    toDo: { user: personId('dana.whitfield') },
    already: undefined,
    impossible: [],
    will: /^Let Latchkey change things again/,
    done: 'Started Latchkey again',
  },
  undefined,
  freezesForTests('house', { isFrozen: true }),
)
