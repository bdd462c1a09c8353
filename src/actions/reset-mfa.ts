// Takes a lost second factor away and opens a window to enrol a new one. A repeat would take the new one away, so there is none.
import { z } from 'zod'
import { defineAction } from '../action.ts'
import { later, minutes } from '../clock.ts'
import { LatchkeyError } from '../errors.ts'
import type { Endpoint } from '../jumpcloud/endpoint.ts'
import { text } from '../words/text.ts'
import { before } from './second-factor.ts'

const endpoint = {
  api: 'v1',
  method: 'POST',
  path: '/systemusers/{user}/resetmfa',
  scopes: ['users.mfa.reset', 'users'],
  repeat: 'never',
} satisfies Endpoint

export default defineAction({
  name: 'reset-mfa',
  input: before.extend({
    minutes: z.int().min(5).max(1440),
    // Who enrols anew while the plan waits makes it another plan, which is not run.
    totpSince: z.iso.datetime().nullable(),
  }),
  endpoint,
  repeat: endpoint.repeat,
  sensitivity: 'credential',
  replaces: ['jumpcloud-mfa'],
  tells: { asked: 'mfa-asked', done: 'mfa-reset' },
  subject: ({ user }) => user,
  grants: () => undefined,
  async describe({ user }, directory) {
    return text('action.reset-mfa.will', { name: (await directory.user(user)).name })
  },
  async done({ user }, directory) {
    return text('action.reset-mfa.done', { name: (await directory.user(user)).name })
  },
  async check({ user, minutes: window }, { directory, aboutToAt }) {
    const { name, state, mfa } = await directory.user(user)
    if (state !== 'ACTIVATED') return { state: 'impossible', why: text('action.not-active', { name }) }
    return { state: aboutToAt && isWindow(mfa.excludedUntil, aboutToAt, window) ? 'already' : 'to-do' }
  },
  async run({ user, minutes: window }, { writer, signal, aboutToAt }) {
    if (!aboutToAt) throw new LatchkeyError('internal', {}, { cause: new Error('no record before the reset') })
    const exclusionUntil = windowEnd(aboutToAt, window).toISOString()
    await writer.call(endpoint, { params: { user }, body: { exclusion: true, exclusionUntil }, signal })
    return 'did'
  },
  async verify({ user, minutes: window }, { directory, aboutToAt }) {
    const { mfa } = await directory.user(user)
    return aboutToAt !== undefined && isWindow(mfa.excludedUntil, aboutToAt, window)
  },
  undo: ({ user, devices, hasPasskey }) => ({ action: 'enforce-mfa', input: { user, devices, hasPasskey } }),
})

/** Whole seconds, whatever JumpCloud keeps below them, and never longer. No other reset has the same end: its fingerprint. */
const windowEnd = (aboutToAt: Date, window: number): Date =>
  later(new Date(Math.floor(aboutToAt.getTime() / 1000) * 1000), minutes(window))

const isWindow = (until: Date | undefined, aboutToAt: Date, window: number): boolean =>
  until?.getTime() === windowEnd(aboutToAt, window).getTime()
