// The levers beside the conversations: the phone in the hand, the clock on the wall, the directory's moods.
import { Router } from 'express'
import { type Body, bodyOf, oneOf, optionalText, text, unusable, whole } from './body.ts'
import type { Cast } from './cast.ts'
import { levers, type Sandbox } from './sandbox.ts'

interface Parts {
  cast: Cast
  sandbox: Sandbox
  clock: { now(): Date; advance(ms: number): void }
  onClockMoved(): Promise<void>
  changed(): void
}

const sixtyDaysMs = 60 * 86_400_000

export function createControls({ cast, sandbox, clock, onClockMoved, changed }: Parts): Router {
  const directoryId = (body: Body): string => {
    const id = cast.find(text(body, 'user', 200))?.jumpcloudUserId
    if (id === undefined) throw unusable('user')
    return id
  }

  const router = Router()
  router.post('/phone', async (request, response) => {
    const body = bodyOf(request.body)
    await sandbox.answerPush(directoryId(body), text(body, 'push', 200), oneOf(body, 'do', ['accept', 'deny']))
    changed()
    response.json({})
  })
  router.post('/clock', async (request, response) => {
    clock.advance(whole(bodyOf(request.body), 'advanceMs', 1, sixtyDaysMs))
    await onClockMoved()
    changed()
    response.json({ now: clock.now().toISOString() })
  })
  router.post('/directory', async (request, response) => {
    const body = bodyOf(request.body)
    const lever = oneOf(body, 'do', levers)
    await sandbox.pull(lever, optionalText(body, 'user', 200) === undefined ? undefined : directoryId(body))
    changed()
    response.json({})
  })
  return router
}
