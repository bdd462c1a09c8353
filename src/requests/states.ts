// The states of a request. Every arrow is a compare-and-swap in `move`; "someone was faster" is an ordinary outcome.

export const requestStates = [
  'open',
  'confirming',
  'proving',
  'approving',
  'waiting',
  'ready',
  'running',
  'done',
  'failed',
  'needs-a-person',
  'refused',
  'denied',
  'cancelled',
  'expired',
  'undoing',
  'undone',
  'ending',
  'ended',
] as const
export type RequestState = (typeof requestStates)[number]

/** Before anything ran: the requester may cancel, time may run out, an approver may deny. */
export const openStates = [
  'open',
  'confirming',
  'proving',
  'approving',
  'waiting',
  'ready',
] as const satisfies RequestState[]

/** Nothing leads from here back to the gate's first step. */
export const endStates = [
  'done',
  'failed',
  'needs-a-person',
  'refused',
  'denied',
  'cancelled',
  'expired',
  'undone',
  'ended',
] as const satisfies RequestState[]

/** What the gate seals when it begins. */
export const begunSeal = (request: string, hash: string) => ({ request, hash })

export const isOpen = (state: RequestState): boolean => (openStates as readonly RequestState[]).includes(state)
