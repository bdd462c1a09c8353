// Whether proofs are enough: refuses a set that depends on what is lost, or that comes down to one thing.
import { isAtLeast, type ProofLevel } from '../policy/policy.ts'
import { type Dependency, type Given, type Method, strengths } from './methods.ts'

/** `lost`: what the person says is gone, and what the plan itself replaces. */
export function proves(wanted: ProofLevel, given: readonly Given[], lost: readonly Dependency[]): boolean {
  const sound = given.filter(({ method }) => isSound(method, lost))
  if (wanted === 'S0') return true
  if (wanted !== 'S3') return sound.some(({ level }) => isAtLeast(level, wanted))
  // Recovery: somebody who knows the person, and a different thing besides.
  const isVouchedFor = sound.some(({ method }) => method === 'vouch')
  return isVouchedFor && sound.some(({ method }) => method !== 'vouch' && areApart('vouch', method))
}

/** Whether somebody who has these methods could give what is wanted. */
export const canProve = (wanted: ProofLevel, has: readonly Method[], lost: readonly Dependency[]): boolean =>
  proves(
    wanted,
    has.map((method) => ({ method, level: strengths[method].alone })),
    lost,
  )

/** What is worth offering to somebody who has these methods and has given some proofs already. */
export function worthOffering(
  wanted: ProofLevel,
  has: readonly Method[],
  given: readonly Given[],
  lost: readonly Dependency[],
): Method[] {
  if (proves(wanted, given, lost)) return []
  return has.filter((method) => {
    if (!isSound(method, lost) || given.some((one) => one.method === method)) return false
    if (wanted !== 'S3') return isAtLeast(strengths[method].alone, wanted)
    return method === 'vouch' || given.every((one) => one.method === 'vouch')
  })
}

const isSound = (method: Method, lost: readonly Dependency[]): boolean =>
  strengths[method].dependsOn.every((one) => !lost.includes(one))

const areApart = (a: Method, b: Method): boolean =>
  strengths[a].dependsOn.every((one) => !strengths[b].dependsOn.includes(one))
