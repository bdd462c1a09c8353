// The wait between the last thing that a plan needed and its first step, from sealed facts alone: no row makes it shorter.
import { later } from '../clock.ts'
import type { Organisation } from '../organisation/organisation.ts'
import type { Proof } from './proofs.ts'
import type { Request } from './request.ts'
import { isInWorkingHours } from './schedule.ts'
import type { Vote } from './votes.ts'

/** Undefined: there is nothing to wait for. */
export function waitOf(
  { organisation }: { organisation: Organisation },
  { needs, askedAt }: Pick<Request, 'needs' | 'askedAt'>,
  proofs: readonly Pick<Proof, 'completedAt'>[],
  votes: readonly Pick<Vote, 'at'>[],
): Date | undefined {
  const { seconds, outOfHoursSeconds } = needs.wait
  if (seconds === 0 && outOfHoursSeconds === 0) return undefined
  const given = [askedAt, ...proofs.map(({ completedAt }) => completedAt), ...votes.map(({ at }) => at)]
  const from = new Date(Math.max(...given.map((instant) => instant.getTime())))
  return later(from, 1000 * (isInWorkingHours(from, organisation) ? seconds : outOfHoursSeconds))
}
