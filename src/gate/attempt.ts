// One attempt at one step: check, say "about to" in the ledger, run, and read back what really happened.
import { type Action, actionOf, type Effects } from '../action.ts'
import { later, minutes } from '../clock.ts'
import type { GateCore } from '../core.ts'
import type { Directory } from '../directory.ts'
import { hasCode, LatchkeyError } from '../errors.ts'
import { holdEnd } from '../ledger/ledger.ts'
import type { Request } from '../requests/request.ts'
import type { ValueNote } from '../requests/value-needed.ts'
import { type Text, text } from '../words/text.ts'
import { type Claim, isClean, lease, mine } from './claim.ts'
import { isHeldNow, overtakes } from './hold.ts'
import { whyNotAgreed } from './recheck.ts'
import { whyNotOn } from './still-active.ts'

export type Outcome =
  /** This request changed the world, and it was read back. */
  | { kind: 'did' }
  /** It was so before: nothing was done, nothing will be taken back. */
  | { kind: 'already' }
  /** Another attempt may succeed. `isUntouched`: JumpCloud refused this one clearly, so nothing was changed by it. */
  | { kind: 'again'; why: Text; isUntouched: boolean }
  /** Nothing was changed, and trying again at once would not help. `isCurable`: once somebody has mended the credential. */
  | { kind: 'failed'; why: Text; isCurable: boolean }
  /** JumpCloud does not know the credential: nothing was changed, and nothing else will be either until somebody mends it. */
  | { kind: 'refused-credential'; why: Text }
  /** It may have happened and cannot be repeated blindly. */
  | { kind: 'unknown'; why: Text }
  /** What the person has to type is not here (any more), or JumpCloud did not take it. */
  | { kind: 'no-value'; why: ValueNote }
  /** Another worker took over: whatever it says counts. */
  | { kind: 'fenced-out' }
  /** Frozen, also just now: nothing was begun, and it goes on once the freeze is lifted. */
  | { kind: 'held' }

const looksAfterwards = 4
/** Those of workers that died count as well: a process that is killed four times in a row must not end a request. */
export const mostAttempts = 8

export async function attempt(
  deps: GateCore,
  request: Request,
  { claim, checkedBy, signal }: { claim: Claim; checkedBy: Directory; signal: AbortSignal },
): Promise<Outcome> {
  const action = actionOf(deps.actions, claim.step)
  const input = action.input.parse(claim.step.input)
  const held = action.needs && deps.values.held(request)
  const effects: Effects = {
    ...deps,
    // A write that has left is waited for, also by a process that is told to stop.
    signal: AbortSignal.timeout(lease),
    aboutToAt: claim.aboutToAt,
    value: held?.text,
  }
  let aboutToAt: Date | undefined
  try {
    const look = { ...deps, directory: checkedBy }
    const gone =
      (await whyNotOn(look, request, claim)) ??
      (wasHeld(deps, request, claim) ? await whyNotAgreed(look, request) : undefined)
    if (gone) return claim.mayHaveRun ? { kind: 'unknown', why: gone } : { kind: 'failed', why: gone, isCurable: false }
    const found = await action.check(input, { ...effects, directory: checkedBy })
    if (found.state === 'impossible')
      return claim.mayHaveRun
        ? { kind: 'unknown', why: found.why }
        : { kind: 'failed', why: found.why, isCurable: false }
    // After an "about to", finding it done means that our own earlier call arrived. What was typed since still counts.
    if (found.state === 'already' && !(claim.mayHaveRun && held?.isFresh))
      return claim.mayHaveRun ? { kind: 'did' } : { kind: 'already' }
    if (claim.mayHaveRun && action.repeat === 'never') return { kind: 'unknown', why: text('gate.never-repeated') }
    if (isTooOften(claim, mostAttempts + 1)) return { kind: 'unknown', why: text('gate.too-many-attempts') }
    if (action.needs && !held) return { kind: 'no-value', why: 'gate.type-again' }
    // What changes nothing at JumpCloud, a freeze for one, needs no other clock than ours.
    const apart = action.endpoint && deps.clockCheck.tooFarApart()
    if (apart)
      return { kind: 'failed', why: text('gate.clock', { minutes: Math.round(apart / minutes(1)) }), isCurable: true }
    await noteInFile(deps, request, claim)
    const begun = await sayAboutTo(deps, request, claim)
    if (!(begun instanceof Date)) return begun
    aboutToAt = begun
  } catch (error) {
    // Reads failed: whether an earlier attempt ran is as open as it was.
    return readFailed(error)
  }
  if (held) deps.values.used(request.id)
  await deps.crashPoints.reach('gate:about-to')
  // Paused for longer than the lease, this process may no longer be the one that acts.
  if (deps.clock.now() >= claim.until) return { kind: 'fenced-out' }
  return run(deps, action, input, { effects: { ...effects, aboutToAt }, claim, stop: signal })
}

/** Everything was looked at when it was begun. Held since, by a freeze or by JumpCloud, it is looked at once more. */
const wasHeld = ({ clock }: GateCore, { row: { ready_at: readyAt } }: Request, claim: Claim): boolean =>
  isClean(claim) && (readyAt === null || later(readyAt, lease) <= clock.now())

/** What time-bound access added is taken back however long it takes; everything else is given up at some point. */
const isTooOften = (claim: Claim, attempts: number): boolean => claim.phase === 'run' && claim.attempt >= attempts

/** No record, no action: committed before the call leaves. The first "about to" that is still open is kept. */
async function sayAboutTo(deps: GateCore, request: Request, claim: Claim): Promise<Date | Outcome> {
  const aboutToAt = claim.aboutToAt ?? deps.clock.now()
  return deps.store.tx(async (tx) => {
    await holdEnd(tx)
    if (await isHeldNow(tx, deps, request, claim)) return { kind: 'held' }
    if (await overtakes(tx, deps, request, claim))
      return { kind: 'failed', why: text('gate.other-half'), isCurable: false }
    const row = await mine(tx.db.updateTable('step').set({ about_to_at: aboutToAt }), request, claim)
      .where('state', '=', 'running')
      .returning('seq')
      .executeTakeFirst()
    if (!row) return { kind: 'fenced-out' }
    await deps.ledger.append(tx, {
      actor: 'gate',
      event: 'step.about-to',
      request: request.id,
      about: request.subject,
      body: {
        plan: request.planHash,
        phase: claim.phase,
        seq: claim.seq,
        action: claim.step.action,
        attempt: claim.attempt,
        fence: claim.fence,
      },
    })
    return aboutToAt
  })
}

/**
 * Credentials and whole accounts: before the database is told, so that whoever fills it up or empties it later hides
 * nothing. What is taken back at an end is not held up by it.
 */
async function noteInFile({ actions, auditFile, clock }: GateCore, request: Request, claim: Claim): Promise<void> {
  const { sensitivity } = actionOf(actions, claim.step)
  if (claim.phase !== 'run' || !['credential', 'protective'].includes(sensitivity)) return
  const { id, requester, subject, planHash } = request
  await auditFile?.append({
    at: clock.now().toISOString(),
    event: 'step.about-to',
    ...{ request: id, requester, about: subject, plan: planHash, seq: claim.seq },
    ...{ action: claim.step.action, attempt: claim.attempt, fence: claim.fence },
  })
}

interface Running {
  effects: Effects
  claim: Claim
  /** The process is to stop: what was sent is then read back by whoever goes on. */
  stop: AbortSignal
}

async function run(deps: GateCore, action: Action, input: unknown, running: Running): Promise<Outcome> {
  const { effects, claim } = running
  let said: 'did' | 'already'
  try {
    said = await action.run(input, effects)
  } catch (error) {
    if (hasCode(error, 'password-refused')) return notTaken(deps, action, input, running)
    if (!hasCode(error, 'jumpcloud-unknown-outcome')) return refused(error)
    return (await isVisible(deps, action, input, running)) ? { kind: 'did' } : unseen(action, claim, error.text)
  }
  await deps.crashPoints.reach('gate:ran')
  const isSure = action.confirmedBy === 'answer' || (await isVisible(deps, action, input, running))
  if (!isSure) return unseen(action, claim, text('gate.not-visible'))
  // Somebody else did it just before our call, unless an earlier one of ours arrived after all.
  return { kind: said === 'already' && !claim.mayHaveRun ? 'already' : 'did' }
}

/** A repeat is refused where the first call arrived after all: JumpCloud remembers the password. */
async function notTaken(deps: GateCore, action: Action, input: unknown, running: Running): Promise<Outcome> {
  const isDone = running.claim.mayHaveRun && (await isVisible(deps, action, input, running))
  return isDone ? { kind: 'did' } : { kind: 'no-value', why: 'gate.password-refused' }
}

/** JumpCloud may show a change late: looks several times before believing that it did not happen. */
async function isVisible(deps: GateCore, action: Action, input: unknown, { effects, stop }: Running): Promise<boolean> {
  // Of what nothing shows afterwards there is nothing to wait for.
  for (let look = 1; look <= looksAfterwards && action.confirmedBy !== 'answer'; look += 1) {
    try {
      if (await action.verify(input, effects)) return true
    } catch (error) {
      // What cannot be read was not seen.
      if (!(error instanceof LatchkeyError)) throw error
    }
    if (look < looksAfterwards) await deps.sleep(deps.timing.readBackMs * look, stop)
  }
  return false
}

function unseen(action: Action, claim: Claim, why: Text): Outcome {
  if (action.repeat === 'never' || isTooOften(claim, mostAttempts)) return { kind: 'unknown', why }
  return { kind: 'again', why, isUntouched: false }
}

/** A refusal that JumpCloud gave clearly: nothing was changed. */
function refused(error: unknown): Outcome {
  if (hasCode(error, 'jumpcloud-busy', 'jumpcloud-unavailable'))
    return { kind: 'again', why: error.text, isUntouched: true }
  if (hasCode(error, 'jumpcloud-not-found', 'jumpcloud-conflict', 'jumpcloud-rejected'))
    return { kind: 'failed', why: error.text, isCurable: false }
  return credentialRefused(error)
}

function readFailed(error: unknown): Outcome {
  if (hasCode(error, 'audit-file')) return { kind: 'again', why: error.text, isUntouched: true }
  if (hasCode(error, 'jumpcloud-busy', 'jumpcloud-unavailable', 'jumpcloud-malformed'))
    return { kind: 'again', why: error.text, isUntouched: false }
  if (hasCode(error, 'jumpcloud-not-found')) return { kind: 'failed', why: error.text, isCurable: false }
  return credentialRefused(error)
}

function credentialRefused(error: unknown): Outcome {
  if (hasCode(error, 'jumpcloud-unauthorised')) return { kind: 'refused-credential', why: error.text }
  if (hasCode(error, 'jumpcloud-forbidden', 'jumpcloud-not-configured'))
    return { kind: 'failed', why: error.text, isCurable: true }
  throw error
}
