// What happens to everything that is proven to come from Slack, whichever way it came: shape, address, replay, Bolt.
import type { App, Receiver } from '@slack/bolt'
import type { Fields, Kind } from './payload.ts'
import { findShape } from './shape.ts'
import type { Log } from './web.ts'
import { isAddressedTo, type Workspace } from './workspace.ts'

export interface IntakeOptions {
  /** Says once for each key that it is new, and remembers it for ten minutes or longer. */
  replay: { isNew(key: string): Promise<boolean> }
  log: Log
}

type Taken =
  /** Done, or done before; `answer` is what Slack is to be told. */
  { is: 'taken'; answer: unknown } | { is: 'malformed' } | { is: 'misaddressed' }

export interface Intake extends Receiver {
  /** From here on requests for this workspace are taken, until `stop`. */
  open(workspace: Workspace): void
  isOpen(): boolean
  /** Resolves only when everything is stored; rejects when it could not be, and the same key may then come again. */
  take(came: { kind: Kind; body: Fields; key: string }): Promise<Taken>
}

const mostUnfinished = 10_000

export function createIntake({ replay, log }: IntakeOptions): Intake {
  let app: App | undefined
  let workspace: Workspace | undefined
  /** Keys whose work failed: Slack's retry in the same second carries the same one and must not be lost. */
  const unfinished = new Set<string>()

  async function dispatch(to: App, body: Fields, key: string): Promise<unknown> {
    let acknowledged: unknown
    try {
      if (!(await replay.isNew(key)) && !unfinished.delete(key)) return undefined
      // Bolt acknowledges events before their listener ran. Here that only notes the answer, which is sent when all is done.
      const ack = async (value?: unknown) => {
        acknowledged = value
      }
      await to.processEvent({ body, ack })
    } catch (error) {
      unfinished.add(key)
      for (const oldest of unfinished) if (unfinished.size > mostUnfinished) unfinished.delete(oldest)
      throw error
    }
    return acknowledged
  }

  return {
    init(made) {
      app = made
    },
    open(ours) {
      workspace = ours
    },
    isOpen: () => app !== undefined && workspace !== undefined,
    async take({ kind, body, key }) {
      if (app === undefined || workspace === undefined) throw new Error('nothing is taken in before the start')
      const known = findShape(kind, body)
      if (known === undefined) return { is: 'malformed' }
      if (!isAddressedTo(workspace, kind, body)) {
        log.warn('A request from Slack was for another workspace or app; it was not taken in.')
        return { is: 'misaddressed' }
      }
      return { is: 'taken', answer: await dispatch(app, known, key) }
    },
    async start() {},
    async stop() {
      workspace = undefined
    },
  }
}
