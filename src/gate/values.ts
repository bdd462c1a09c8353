// The values that people typed for this worker: in its memory, two minutes at the most, each for one plan.
import { randomUUID } from 'node:crypto'
import type { Clock } from '../clock.ts'
import type { RequestId } from '../ids.ts'
import type { Keys } from '../keys.ts'
import type { Request } from '../requests/request.ts'
import { type Addressee, newWorkerKey, openValue, type ValueFor, valueLasts } from '../requests/sealed-value.ts'

interface Held {
  text: string
  /** True until a call was made with it. */
  isFresh: boolean
}

export interface Values {
  /** Made when this process started, and gone with it. */
  readonly own: Addressee
  /** Opens what was sent to this worker and keeps it; undefined when it is not for us, or not whole, or too old. */
  take(message: string): ValueFor | undefined
  /** Undefined when this worker has none for exactly this plan. */
  held(request: Pick<Request, 'id' | 'planHash'>): Held | undefined
  /** A call is about to be made with it. */
  used(request: RequestId): void
  forget(request: RequestId): void
  forgetAll(): void
}

interface Kept extends ValueFor {
  bytes: Buffer
  isFresh: boolean
  timer: NodeJS.Timeout
}

export function createValues({ keys, clock }: { keys: Keys; clock: Clock }): Values {
  const own = newWorkerKey(randomUUID())
  const kept = new Map<RequestId, Kept>()

  function forget(request: RequestId): void {
    const found = kept.get(request)
    if (!found) return
    clearTimeout(found.timer)
    found.bytes.fill(0)
    kept.delete(request)
  }

  return {
    own,
    take(message) {
      const opened = openValue(keys, own, message, clock.now())
      if (!opened) return undefined
      const { value: bytes, ...of } = opened
      const before = kept.get(of.request)
      // An older message that arrives again must not replace what was typed since.
      if (before && before.at >= of.at) return undefined
      forget(of.request)
      const timer = setTimeout(() => forget(of.request), valueLasts)
      timer.unref()
      kept.set(of.request, { ...of, bytes, isFresh: true, timer })
      return of
    },
    held({ id, planHash }) {
      const found = kept.get(id)
      if (found?.hash !== planHash) return undefined
      if (clock.now().getTime() - found.at.getTime() > valueLasts) return void forget(id)
      return { text: found.bytes.toString('utf8'), isFresh: found.isFresh }
    },
    used(request) {
      const found = kept.get(request)
      if (found) found.isFresh = false
    },
    forget,
    forgetAll: () => [...kept.keys()].forEach(forget),
  }
}
