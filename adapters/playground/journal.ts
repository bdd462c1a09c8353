// Follows the sandbox's journal of calls: each look fetches what is new, and the newest calls are kept to be shown.
import { isBody } from './body.ts'

export interface CallView {
  seq: number
  method: string
  path: string
  /** 0: the call never reached the directory. */
  status: number
  /** False when the caller never saw the answer. */
  answered: boolean
  /** It changed something. */
  changed: boolean
  at: string
}

const shownCalls = 60

const call = (entry: unknown): CallView[] =>
  isBody(entry)
    ? [
        {
          seq: Number(entry.seq),
          method: String(entry.method),
          path: String(entry.path),
          status: Number(entry.status),
          answered: entry.answered !== false,
          changed: entry.changed === true,
          at: String(entry.at),
        },
      ]
    : []

export function followJournal(fetchSince: (since: number) => Promise<unknown>): () => Promise<CallView[]> {
  let calls: CallView[] = []
  let last = 0
  return async () => {
    const journal = await fetchSince(last)
    if (!isBody(journal) || !Array.isArray(journal.entries)) return calls
    const seq = Number(journal.seq)
    if (seq < last) {
      // Another sandbox answers, and its count starts again.
      calls = []
      last = 0
      return calls
    }
    const fresh = journal.entries.flatMap(call).filter((one) => one.seq > last)
    calls = [...fresh.reverse(), ...calls].slice(0, shownCalls)
    last = Math.max(last, seq)
    return calls
  }
}
