// The endpoint of the Bot Connector: what the door admits goes through the SDK's own validation, and then to be worked on.
import type { CloudAdapter, Response as SdkResponse, TurnContext } from 'botbuilder'
import type { Request, Response } from 'express'
import type { TeamsActivity } from './activity.ts'
import { admit, type DoorOptions } from './door.ts'

interface Parts extends DoorOptions {
  cloud: CloudAdapter
}

/** Returns the body of an invoke's answer, once everything is stored. */
export type Work = (activity: TeamsActivity) => Promise<object | undefined>

export interface TeamsReceiver {
  handle(request: Request, response: Response): Promise<void>
  /** From here on activities are taken; until then, and after `stop`, Teams is asked to come again. */
  open(work: Work): void
  stop(): Promise<void>
}

/** The SDK answers into this, so that none of its own words and statuses reach the outside. */
function recorder() {
  const recorded: { status: number; body: unknown } = { status: 200, body: undefined }
  const response: SdkResponse = {
    socket: undefined,
    status(code) {
      recorded.status = code
    },
    header() {},
    send(body) {
      recorded.body = body
    },
    end() {},
  }
  return { recorded, response }
}

export function createReceiver(parts: Parts): TeamsReceiver {
  const { cloud, log } = parts
  const running = new Set<Promise<void>>()
  let work: Work | undefined

  /** Throws what the work threw; the SDK would print it. */
  async function take(activity: TeamsActivity, authorization: string, on: Work) {
    const { recorded, response } = recorder()
    let outcome: { failure: unknown } | 'done' | undefined
    const turn = async (context: TurnContext) => {
      try {
        const body = await on(activity)
        if (activity.type === 'invoke') {
          await context.sendActivity({ type: 'invokeResponse', value: { status: 200, body } })
        }
        outcome = 'done'
      } catch (failure) {
        outcome = { failure }
      }
    }
    const request = { method: 'POST', headers: { authorization }, body: { ...activity } }
    await cloud.process(request, response, turn)
    if (typeof outcome === 'object') throw outcome.failure
    if (outcome === undefined) throw new Error('the SDK did not accept what our own check had accepted')
    return recorded
  }

  async function guarded(request: Request, response: Response): Promise<void> {
    const end = (status: number) => void (response.headersSent || response.status(status).end())
    const on = work
    if (on === undefined) return end(503)
    try {
      const admitted = await admit(request, response, parts).catch(() => undefined)
      if (admitted === undefined) {
        log.error('Microsoft’s signing keys cannot be had; Teams was asked to come again.')
        return end(503)
      }
      if ('status' in admitted) return end(admitted.status)
      const { status, body } = await take(admitted.activity, admitted.authorization, on)
      if (body === undefined) return end(status)
      response.status(status).json(body)
    } catch {
      log.error('An activity from Teams could not be stored or answered; Teams was told so.')
      end(500)
    }
  }

  return {
    open(given) {
      work = given
    },
    async handle(request, response) {
      const run = guarded(request, response)
      running.add(run)
      await run
      running.delete(run)
    },
    async stop() {
      work = undefined
      await Promise.all(running)
    },
  }
}
