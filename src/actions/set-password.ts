// Sets the password that the person typed on Latchkey's page. The password is no part of the plan and of nothing stored.
import { z } from 'zod'
import { defineAction } from '../action.ts'
import type { User } from '../directory.ts'
import { LatchkeyError } from '../errors.ts'
import { userId } from '../ids.ts'
import type { Endpoint } from '../jumpcloud/endpoint.ts'
import { text } from '../words/text.ts'

const endpoint = {
  api: 'v1',
  method: 'POST',
  path: '/systemusers/{user}/password',
  scopes: ['users.password.set', 'users.password', 'users'],
  // Harmless with the same password, and only while that is still in memory: the gate reads back before it repeats.
  repeat: 'safe-if-checked',
} satisfies Endpoint

export default defineAction({
  name: 'set-password',
  // By JumpCloud's own clock: any date after this one means that the password was set since.
  input: z.object({ user: userId, lastChange: z.iso.datetime().nullable() }),
  endpoint,
  repeat: endpoint.repeat,
  needs: 'password',
  sensitivity: 'credential',
  replaces: ['jumpcloud-password'],
  tells: { asked: 'password-asked', done: 'password-changed' },
  subject: ({ user }) => user,
  grants: () => undefined,
  async describe({ user }, directory) {
    const { name, passwordExpired } = await directory.user(user)
    return text(passwordExpired ? 'action.set-password.will-expired' : 'action.set-password.will', { name })
  },
  async done({ user }, directory) {
    return text('action.set-password.done', { name: (await directory.user(user)).name })
  },
  async check({ user, lastChange }, { directory, aboutToAt }) {
    const person = await directory.user(user)
    const { name, state } = person
    if (state !== 'ACTIVATED') return { state: 'impossible', why: text('action.not-active', { name }) }
    if (person.managedElsewhere.includes('password'))
      return { state: 'impossible', why: text('action.set-password.elsewhere', { name }) }
    if (!isSetSince(person, lastChange)) return { state: 'to-do' }
    // Not our doing: whoever changed it meanwhile may be the person, or somebody else.
    if (!aboutToAt) return { state: 'impossible', why: text('action.set-password.changed-meanwhile', { name }) }
    return { state: 'already' }
  },
  async run({ user }, { writer, signal, value }) {
    if (value === undefined)
      throw new LatchkeyError('internal', {}, { cause: new Error('there is no password to set') })
    try {
      await writer.call(endpoint, { params: { user }, body: { password: value }, signal })
      return 'did'
    } catch (error) {
      throw withoutEcho(error)
    }
  },
  async verify({ user, lastChange }, { directory }) {
    return isSetSince(await directory.user(user), lastChange)
  },
  undo: () => undefined,
})

const isSetSince = ({ passwordChangedAt }: User, lastChange: string | null): boolean =>
  passwordChangedAt !== undefined && (lastChange === null || passwordChangedAt > new Date(lastChange))

/** What JumpCloud says about a password may repeat it, so nothing of what it said goes on: only what kind of no it was. */
function withoutEcho(error: unknown): unknown {
  if (!(error instanceof LatchkeyError)) return error
  const isNo = error.code === 'jumpcloud-rejected' || error.code === 'jumpcloud-conflict'
  return isNo ? new LatchkeyError('password-refused') : new LatchkeyError(error.code, error.text.values)
}
