// The gate: the only code that may write to JumpCloud. It runs only plans whose needs are met, step by step, checking each.
import type { GateCore } from '../core.ts'
import type { Directory } from '../directory.ts'
import { LatchkeyError } from '../errors.ts'
import type { RequestId } from '../ids.ts'
import { rememberingDirectory } from '../people/remembering-directory.ts'
import { orAlarm } from '../requests/alarm.ts'
import { isAnnounced } from '../requests/credential-notices.ts'
import { loadRequest, type Request } from '../requests/request.ts'
import { hasEnded } from '../requests/says-over.ts'
import { needsValue } from '../requests/value-needed.ts'
import { text } from '../words/text.ts'
import { askForValue } from './ask-value.ts'
import { attempt, mostAttempts, type Outcome } from './attempt.ts'
import { type Claim, claimNext, isAnyLeft, isClean, mine, type Phase, release } from './claim.ts'
import { keepEnding, waitForCredential } from './come-back.ts'
import { tellForgedFreeze } from './forged-freeze.ts'
import { isHeld } from './hold.ts'
import { whyNotRun } from './recheck.ts'
import { begin, ended, finished, hasBegun, hasGiven, isOver } from './settle.ts'
import { stopped } from './stop.ts'
import { tellTooMany } from './too-many.ts'

/** Wakes for one request. Running it twice, or in two processes at once, does nothing twice. */
export const runRequest = (deps: GateCore, id: RequestId, signal: AbortSignal): Promise<void> =>
  orAlarm(deps, id, async () => goOn(deps, await loadRequest(deps.store.db, deps, id), signal))

async function goOn(deps: GateCore, found: Request, signal: AbortSignal): Promise<void> {
  // What the gate's own look has just read also serves the first step's check; every later look is fresh.
  const facts = rememberingDirectory(deps.directory)
  if (found.state === 'ready' && (await isHeld(deps, found, 'run'))) return tellForgedFreeze(deps, found)
  if (isElsewhere(deps, found)) return
  // Looked at again each minute, until its time to begin is over and it is asked again.
  if (found.state === 'ready' && !(await isAnnounced(deps, found))) return
  if (found.state === 'ready' && !(await start({ ...deps, directory: facts }, found))) return
  const request = await loadRequest(deps.store.db, deps, found.id)
  if (request.state === 'running') {
    // Only the gate itself says that a request was checked and begun; its state may have been written by anybody.
    if (!hasBegun(deps, request)) throw new LatchkeyError('tampered', { what: 'request' })
    return work(deps, request, { phase: 'run', facts }, signal)
  }
  if (request.state === 'ending') {
    if (!(await hasGiven(deps, request))) throw new LatchkeyError('tampered', { what: 'request' })
    return work(deps, request, { phase: 'end', facts }, signal)
  }
}

/** What its person has to type is not typed yet, or another worker has it. */
function isElsewhere({ actions, values, clock }: GateCore, { id, planHash, plan, state, row }: Request): boolean {
  if ((state !== 'ready' && state !== 'running') || !needsValue(actions, plan)) return false
  if (values.held({ id, planHash })) return false
  return state === 'ready' || (row.value_until !== null && row.value_until > clock.now())
}

/** The first claim of a request: everything is looked at again, and only then does it become `running`. */
async function start(deps: GateCore, request: Request): Promise<boolean> {
  if (await hasEnded(deps, request)) return movedOn(deps, request)
  const why = await whyNotRun(deps, request)
  if (why) {
    await stopped(deps, request, { from: ['ready'], to: 'failed', event: 'plan.mismatch', why })
    return false
  }
  const isClaimed = await begin(deps, request)
  if (isClaimed) await deps.crashPoints.reach('gate:claimed')
  return isClaimed
}

/** The ledger says that it is over: either another worker was faster, or somebody set its row back. False, or throws `tampered`. */
async function movedOn({ store, keys }: GateCore, { id, state }: Request): Promise<false> {
  if ((await loadRequest(store.db, { keys }, id)).state === state)
    throw new LatchkeyError('tampered', { what: 'request' })
  return false
}

async function work(
  deps: GateCore,
  request: Request,
  { phase, facts }: { phase: Phase; facts: Directory },
  signal: AbortSignal,
): Promise<void> {
  if (await isOver(deps, request, phase)) return void (await movedOn(deps, request))
  for (let checkedBy = facts; ; checkedBy = deps.directory) {
    // What is done already is still told: nothing more is written for it.
    if ((await isAnyLeft(deps, request, phase)) && (await isHeld(deps, request, phase)))
      return tellForgedFreeze(deps, request)
    const claim = await claimNext(deps, request, phase)
    if (claim === 'busy') return
    if (claim === 'none') {
      await (phase === 'run' ? finished(deps, request) : ended(deps, request))
      return
    }
    if (!(await settle(deps, request, claim, await attempt(deps, request, { claim, checkedBy, signal }), signal)))
      return
  }
}

/** True when the next step may follow. */
async function settle(
  deps: GateCore,
  request: Request,
  claim: Claim,
  outcome: Outcome,
  signal: AbortSignal,
): Promise<boolean> {
  switch (outcome.kind) {
    case 'did':
    case 'already':
      return settleStep(deps, request, claim, outcome.kind)
    case 'again':
      return tryAgain(deps, request, claim, outcome, signal)
    case 'failed':
      if (claim.phase === 'end' && outcome.isCurable) return keepEnding(deps, request, claim, outcome.why)
      await stopped(deps, request, {
        from: ['running', 'ending'],
        to: isClean(claim) ? 'failed' : 'needs-a-person',
        event: 'step.failed',
        why: outcome.why,
        at: claim,
      })
      return false
    case 'refused-credential':
      return (claim.phase === 'end' ? keepEnding : waitForCredential)(deps, request, claim, outcome.why)
    case 'unknown':
      await stopped(deps, request, {
        from: ['running', 'ending'],
        to: 'needs-a-person',
        event: 'step.unknown',
        why: outcome.why,
        at: claim,
      })
      return false
    case 'held':
      await release(deps, request, claim, { isUntouched: true, isUncounted: true })
      await tellTooMany(deps)
      return false
    case 'no-value':
      await askForValue(deps, request, claim, outcome.why)
      return false
    case 'fenced-out':
      return false
  }
}

async function settleStep(
  deps: GateCore,
  request: Request,
  claim: Claim,
  outcome: 'did' | 'already',
): Promise<boolean> {
  return deps.store.tx(async (tx) => {
    const done = { state: 'done' as const, outcome, lease_until: null, done_at: deps.clock.now(), error: null }
    const row = await mine(tx.db.updateTable('step').set(done), request, claim)
      .where('state', '=', 'running')
      .returning('seq')
      .executeTakeFirst()
    if (!row) return false
    await deps.ledger.append(tx, {
      actor: 'gate',
      event: outcome === 'did' ? 'step.did' : 'step.already',
      request: request.id,
      about: request.subject,
      body: {
        plan: request.planHash,
        phase: claim.phase,
        seq: claim.seq,
        action: claim.step.action,
        attempt: claim.attempt,
      },
    })
    return true
  })
}

/** From then on an end rests a minute between its attempts. */
const restsAfter = 4
const longestPause = 8

/** Within one wake-up a few attempts, a little later each; after that the row comes back by itself. */
async function tryAgain(
  deps: GateCore,
  request: Request,
  claim: Claim,
  outcome: Extract<Outcome, { kind: 'again' }>,
  signal: AbortSignal,
): Promise<boolean> {
  if (claim.attempt >= restsAfter && claim.phase === 'end') return keepEnding(deps, request, claim, outcome.why)
  await release(deps, request, claim, outcome)
  if (claim.attempt < mostAttempts) {
    await deps.sleep(deps.timing.readBackMs * Math.min(2 ** (claim.attempt - 1), longestPause), signal)
    return true
  }
  await stopped(deps, request, {
    from: ['running'],
    to: isClean(claim) ? 'failed' : 'needs-a-person',
    event: 'step.failed',
    why: text('gate.gave-up', { why: outcome.why }),
    at: claim,
  })
  return false
}
