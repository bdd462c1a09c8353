// Lets JumpCloud stumble while processes die: writes that are refused, lost on the way, or done without an answer.
import { setTimeout as sleep } from 'node:timers/promises'
import type { FaultKind } from '../../src/sandbox/faults.ts'
import type { Random } from './random.ts'

const kinds: readonly FaultKind[] = ['status', 'drop-before', 'status-after', 'drop-after', 'delay-after', 'malformed']
const writes = { method: 'POST', path: '/(unlock|members)(\\?|$)/' }

/** One write at a time meets a fault, every second or so, until the signal. */
export async function stumble(sandboxUrl: string, random: Random, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await fetch(`${sandboxUrl}/_sandbox/faults`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ kind: random.pick(kinds), times: 1, match: writes, status: 500 }),
    })
    await sleep(random.between(500, 2000), undefined, { signal }).catch(() => {})
  }
}
