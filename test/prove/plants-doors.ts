// Faults to plant in what stands before everybody, in the order of decisions, and in what waits for JumpCloud.
import type { Plant } from './plants.ts'

const unread = 'test/web/unread.test.ts'
const orders = 'test/requests/interleavings.test.ts'
const overtaken = 'test/gate/overtaken.test.ts'
const revoked = 'test/gate/key-revoked.test.ts'

const doors: readonly Plant[] = [
  {
    control: 'a line asks once at a time',
    file: 'src/web/one-at-a-time.ts',
    from: 'if (last && !last.writableFinished) {',
    to: 'if (last && !last.writableEnded) {',
    test: unread,
    only: 'in one piece',
  },
  {
    control: 'a long body that nobody wants is not read on',
    file: 'src/web/unread.ts',
    from: 'if (request.complete || isShort(request)) return',
    to: 'if (request.complete || isShort(request) || response.writableEnded) return',
    test: unread,
    only: 'an endless body',
  },
  {
    control: 'few are in the middle of a body',
    file: 'src/web/connections.ts',
    from: 'if (sending.size >= most.bodies) makeRoom',
    to: 'if (sending.size >= most.connections) makeRoom',
    test: 'test/web/connections.test.ts',
    only: 'there are fewer',
  },
  {
    control: 'whoever has sent a whole body is in the middle of none',
    file: 'src/web/connections.ts',
    from: 'for (const request of sending) if (request.complete) sending.delete(request)',
    to: 'for (const request of sending) if (request.destroyed) sending.delete(request)',
    test: 'test/web/connections.test.ts',
    only: 'there are fewer',
  },
  {
    control: 'a port that somebody has is not shared',
    file: 'src/web/listeners.ts',
    from: 'if (port !== 0) await mustBeFree(port, host)',
    to: 'if (port === 0) await mustBeFree(port, host)',
    test: 'test/web/listeners.test.ts',
    only: 'a port that somebody has',
  },
  {
    control: 'what is said over and over is looked at in linear time',
    file: 'src/web/known-passwords.ts',
    from: '/^(.{1,20}?)\\1+$/s',
    to: '/^(.+?)\\1+$/s',
    test: 'test/web/password-rules.test.ts',
    only: 'over and over',
  },
]

const decisions: readonly Plant[] = [
  {
    control: 'a request moves from the state that was seen',
    file: 'src/requests/move.ts',
    from: ".where('state', 'in', [...how.from])",
    to: ".where('id', '=', request.id)",
    test: orders,
    only: 'light copy',
  },
  {
    control: 'a person decides once',
    file: 'src/requests/votes.ts',
    from: ".onConflict((clash) => clash.columns(['plan_hash', 'person']).doNothing())",
    to: ".onConflict((clash) => clash.columns(['plan_hash', 'person']).doUpdateSet({ decision: who.decision }))",
    test: orders,
    only: 'light copy',
  },
  {
    control: 'whoever lost a step writes nothing about it',
    file: 'src/gate/claim.ts',
    from: "    .where('fence', '=', claim.fence)\n",
    to: '',
    test: orders,
    only: 'light copy',
  },
  {
    control: 'a step that somebody works on is not claimed',
    file: 'src/gate/claim.ts',
    from: "if (next.state === 'running' && next.lease_until && next.lease_until > now) return 'busy'",
    to: 'void now',
    test: orders,
    only: 'light copy',
  },
  {
    control: 'no step of a stopped request is claimed',
    file: 'src/gate/claim.ts',
    from: "if (!(await isGoingOn(tx, request, phase))) return 'busy'",
    to: 'if (!(await isGoingOn(tx, request, phase))) until.setTime(until.getTime())',
    test: overtaken,
    only: 'fails at the first step',
  },
  {
    control: 'whoever comes too late to what is done raises no alarm',
    file: 'src/gate/gate.ts',
    from: 'if ((await loadRequest(store.db, { keys }, id)).state === state)',
    to: 'if ((await loadRequest(store.db, { keys }, id)).state || state)',
    test: overtaken,
    only: 'the other one finishes it',
  },
  {
    control: 'a freeze that is being written is not overtaken',
    file: 'src/gate/attempt.ts',
    from: '    await holdEnd(tx)\n',
    to: '',
    test: 'test/gate/frozen-meanwhile.test.ts',
    only: 'waits for it',
  },
  {
    control: 'a no is heard while the requester is asked once more',
    file: 'src/requests/decisions.ts',
    from: "from: openStates,\n      to: 'denied'",
    to: "from: ['approving', 'waiting', 'ready'],\n      to: 'denied'",
    test: 'test/requests/approvals.test.ts',
    only: 'asked once more',
  },
  {
    control: 'a credential that JumpCloud does not know holds what runs',
    file: 'src/gate/attempt.ts',
    from: "return { kind: 'refused-credential', why: error.text }",
    to: "return { kind: 'failed', why: error.text, isCurable: true }",
    test: revoked,
    only: 'before step %i',
  },
  {
    control: 'what is held by such a credential is held for a day',
    file: 'src/gate/come-back.ts',
    from: 'if (later(request.row.updated_at, longestWait) <= deps.clock.now()) {',
    to: 'if (later(request.row.updated_at, longestWait) <= request.row.updated_at) {',
    test: revoked,
    only: 'a day later, before step %i',
  },
]

export const doorPlants: readonly Plant[] = [...doors, ...decisions]
