// What a person has that may prove something now: rested, not removed, and switched on here.
import type { Core } from '../core.ts'
import type { UserId } from '../ids.ts'
import type { Method } from './methods.ts'
import { factorsOf, isRested } from './read-factors.ts'
import { codesLeft } from './recovery-codes.ts'

type Deps = Pick<Core, 'store' | 'keys' | 'clock' | 'methods'>

/** Whether a phone is there is asked of JumpCloud when it is rung; somebody who knows the person may always be found. */
export async function usableMethods(deps: Deps, person: UserId): Promise<Method[]> {
  const rested = (await factorsOf(deps.store.db, deps, person)).filter((factor) => isRested(factor, deps.clock.now()))
  const hasPasskey = rested.some(({ kind }) => kind === 'passkey')
  const hasMail = rested.some(({ kind }) => kind === 'personal-mail')
  const codes = rested.find(({ kind }) => kind === 'recovery-codes')
  const hasCode = codes !== undefined && (await codesLeft(deps.store.db, codes)) > 0
  const has: Method[] = [
    ...(hasPasskey ? (['passkey'] as const) : []),
    'sign-in',
    'push',
    ...(hasCode ? (['recovery-code'] as const) : []),
    ...(hasMail ? (['personal-mail'] as const) : []),
    'vouch',
  ]
  return has.filter((method) => deps.methods.includes(method))
}
