// Faults to plant, one control taken out each, and the test that must turn red.

import { approvalPlants } from './plants-approvals.ts'
import { doorPlants } from './plants-doors.ts'
import { recoveryPlants } from './plants-recovery.ts'
import { storePlants } from './plants-stores.ts'
import { writtenPlants } from './plants-written.ts'

export interface Plant {
  /** The control that is taken out. */
  control: string
  file: string
  /** Stands exactly once in the file; `npm test` looks. */
  from: string
  to: string
  /** What must turn red: a file of tests, and the part of it to run. */
  test: string
  only: string
}

const recheck = 'test/gate/recheck.test.ts'
const faults = 'test/gate/faults.test.ts'
const proof = 'test/proof/proof.test.ts'
const approvals = 'test/requests/approvals.test.ts'

const core: readonly Plant[] = [
  {
    control: 'the gate asks for a proof',
    file: 'src/gate/recheck.ts',
    from: 'if (!proves(decision.proof, proofs, decision.lost))',
    to: "if (decision.way === 'recovery' && !proves(decision.proof, proofs, decision.lost))",
    test: recheck,
    only: 'of a proven request|moved from another',
  },
  {
    control: 'the gate compares the hash of the plan',
    file: 'src/gate/recheck.ts',
    from: "return hashPlan(again) === request.planHash ? undefined : text('gate.changed')",
    to: "return hashPlan(again) === '' ? text('gate.changed') : undefined",
    test: recheck,
    only: 'the days|the group|policy: what',
  },
  {
    control: 'the gate asks for approvals',
    file: 'src/gate/recheck.ts',
    from: 'if (!isSatisfied(request.needs.approvals.length, standing))',
    to: 'if (!isSatisfied(0, standing))',
    test: recheck,
    only: 'vote that is gone|the needs|only said to be',
  },
  {
    control: 'an approver still has the role when the gate begins',
    file: 'src/gate/recheck.ts',
    from: 'rules: vote.rules.filter((rule) => now.includes(rule))',
    to: 'rules: vote.rules.filter((rule) => now.includes(rule) || true)',
    test: recheck,
    only: 'the approver',
  },
  {
    control: 'a vote carries its seal',
    file: 'src/requests/votes.ts',
    from: "if (!deps.keys.isMac('vote',",
    to: "if (row.mac === '' && !deps.keys.isMac('vote',",
    test: recheck,
    only: 'of an approved request',
  },
  {
    control: 'a plan carries its seal',
    file: 'src/requests/request.ts',
    from: 'if (!stored || !isSealed || stored.request_id',
    to: 'if (!stored || (!isSealed && !stored) || stored.request_id',
    test: recheck,
    only: 'that somebody wrote',
  },
  {
    control: 'only the gate itself begins a request',
    file: 'src/gate/gate.ts',
    from: 'if (!hasBegun(deps, request))',
    to: 'if (!hasBegun(deps, request) && !request)',
    test: recheck,
    only: 'only said to be|begun once',
  },
  {
    control: 'a request that is over runs nothing more',
    file: 'src/gate/gate.ts',
    from: 'if (await isOver(deps, request, phase))',
    to: 'if ((await isOver(deps, request, phase)) && !request)',
    test: recheck,
    only: 'that ended, set back',
  },
  {
    control: 'what runs comes from the sealed plan',
    file: 'src/gate/claim.ts',
    from: 'if (!meant || meant.action !== row.action || !isDeepStrictEqual(meant.input, row.input))',
    to: 'if (!meant || isDeepStrictEqual(meant, row))',
    test: 'test/gate/ending.test.ts',
    only: 'another group',
  },
  {
    control: 'decisions on one request wait for each other',
    file: 'src/requests/decisions.ts',
    from: "return row?.state === 'approving' && row.plan_hash === request.planHash",
    to: 'return row !== undefined',
    test: 'test/requests/races.test.ts',
    only: 'two owners|orders of two',
  },
  {
    control: 'a button is pressed once, however often it is clicked',
    file: 'src/conversation/keep.ts',
    from: 'event_id: came.eventId,',
    to: `event_id: \`\${came.eventId}/\${randomUUID()}\`,`,
    test: 'test/conversation/turn.test.ts',
    only: 'twenty times',
  },
  {
    control: 'the replay store',
    file: 'adapters/slack/intake.ts',
    from: 'if (!(await replay.isNew(key)) && !unfinished.delete(key)) return undefined',
    to: 'if (!(await replay.isNew(key)) && unfinished.delete(key)) return undefined',
    test: 'test/adapters/slack/receiver.test.ts',
    only: 'sent again',
  },
  {
    control: 'the read-back',
    file: 'src/gate/attempt.ts',
    from: 'if (await action.verify(input, effects)) return true',
    to: 'if ((await action.verify(input, effects)) || look > 0) return true',
    test: faults,
    only: 'unlocking|every time',
  },
  {
    control: 'one worker at a time holds a step',
    file: 'src/gate/claim.ts',
    from: "if (next.state === 'running' && next.lease_until && next.lease_until > now) return 'busy'",
    to: "if (next.state === 'running' && next.lease_until && next.lease_until < now) return 'busy'",
    test: faults,
    only: 'several',
  },
  {
    control: 'a worker that was paused past its lease sends nothing',
    file: 'src/gate/attempt.ts',
    from: "if (deps.clock.now() >= claim.until) return { kind: 'fenced-out' }",
    to: "if (deps.clock.now() < new Date(0)) return { kind: 'fenced-out' }",
    test: faults,
    only: 'paused',
  },
  {
    control: 'the answer comes from the phone that was asked',
    file: 'src/proof/watch.ts',
    from: 'const isOurs = push.id === proof.push_id && push.userId === proof.person && push.deviceId === proof.push_endpoint',
    to: 'const isOurs = push.id !== undefined',
    test: proof,
    only: 'answered by',
  },
  {
    control: 'five tries a code',
    file: 'src/proof/type-code.ts',
    from: 'Math.min(mostTriesPerCode - tries, ',
    to: 'Math.min(99, ',
    test: proof,
    only: 'five wrong',
  },
  {
    control: 'ten wrong codes in a row',
    file: 'src/proof/type-code.ts',
    from: 'mostFailuresInARow - wrongBefore - 1',
    to: '99',
    test: proof,
    only: 'ten wrong',
  },
  {
    control: 'a wish for a push rings the phone once',
    file: 'src/proof/start.ts',
    from: 'if (last && last.id !== after && last.push_id !== null) return',
    to: 'if (last && last.id === undefined) return',
    test: proof,
    only: 'however often',
  },
  {
    control: 'requester, subject and approver are distinct',
    file: 'src/requests/approvers.ts',
    from: 'person === request.requester || person === request.subject',
    to: "person === '' || request.subject === ''",
    test: approvals,
    only: 'the owner who asks|neither',
  },
  {
    control: 'whoever is not active decides nothing',
    file: 'src/people/relations.ts',
    from: "if ((await ifClear(() => deps.directory.user(person)))?.state !== 'ACTIVATED') return false",
    to: 'if ((await ifClear(() => deps.directory.user(person)))?.state === undefined) return false',
    test: 'test/people/relations.test.ts',
    only: 'suspended',
  },
  {
    control: 'a binding carries its seal',
    file: 'src/people/bindings.ts',
    from: "if (!isSealed(row)) throw new LatchkeyError('tampered', { what: 'binding' })",
    to: "if (!isSealed(row) && !row) throw new LatchkeyError('tampered', { what: 'binding' })",
    test: 'test/people/people.test.ts',
    only: 'whose',
  },
  {
    control: 'messages arrive in order',
    file: 'src/outbox/deliver.ts',
    from: ".orderBy('seq')",
    to: ".orderBy('id')",
    test: 'test/outbox/deliver.test.ts',
    only: 'in order|within one transaction',
  },
  {
    control: 'the end of access is never given up',
    file: 'src/gate/attempt.ts',
    from: "claim.phase === 'run' && claim.attempt >= attempts",
    to: 'claim.attempt >= attempts',
    test: 'test/gate/ending.test.ts',
    only: 'waits while',
  },
  {
    control: 'what looks like a secret is not kept',
    file: 'src/conversation/keep.ts',
    from: 'return { ...came, text: redact(storable(came.text)) }',
    to: 'return { ...came }',
    test: 'test/conversation/turn.test.ts',
    only: 'kept',
  },
  {
    control: 'one account cannot flood the others',
    file: 'src/conversation/flood.ts',
    from: 'if (before.length < most.times ||',
    to: 'if (before.length < Infinity ||',
    test: 'test/conversation/turn.test.ts',
    only: 'forty times',
  },
  {
    control: 'one reminder, however many wake-ups',
    file: 'src/requests/wake.ts',
    from: ", once: 'reminded_at'",
    to: '',
    test: 'test/requests/time.test.ts',
    only: 'two wake-ups',
  },
  {
    control: 'the next in line counts after a first yes',
    file: 'src/requests/advance.ts',
    from: "const isAsking = to === 'approving' && request.state !== 'approving'",
    to: "const isAsking = to === 'approving'",
    test: 'test/requests/narrowing.test.ts',
    only: 'the next in line',
  },
]

/** Each turns a test red; `npm run prove -- planted` plants them one by one. */
export const plants: readonly Plant[] = [
  ...core,
  ...approvalPlants,
  ...doorPlants,
  ...storePlants,
  ...recoveryPlants,
  ...writtenPlants,
]
