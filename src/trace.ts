// The id under which everything that follows from one event is logged: in this process, in its jobs, in calls to JumpCloud.
import { AsyncLocalStorage } from 'node:async_hooks'
import { randomUUID } from 'node:crypto'

/** No state: what a call and everything that it awaits were started with. Outside of `withTrace` there is nothing in it. */
const scope = new AsyncLocalStorage<string>()

/**
 * Unguessable in practice and short enough to be read aloud; it means nothing outside of the log. Whoever floods us has one
 * made with each request: Node has the randomness of such ids in store, and the system is not asked each time.
 */
export const newTrace = (): string => randomUUID().replaceAll('-', '').slice(-16)

export const withTrace = <T>(trace: string, work: () => T): T => scope.run(trace, work)

export const currentTrace = (): string | undefined => scope.getStore()

/** Whatever else stands in a job's payload under this name is no trace. */
export const isTrace = (value: unknown): value is string => typeof value === 'string' && /^[0-9a-f]{16}$/.test(value)
