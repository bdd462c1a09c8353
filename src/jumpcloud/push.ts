// The capability to verify: JumpCloud Protect pushes. It neither reads nor writes anything else.
import type { PushDevice } from '../directory.ts'
import type { UserId } from '../ids.ts'
import type { Caller, Endpoint } from './endpoint.ts'
import { listPushEndpoints } from './reads.ts'
import { pushEndpoints as pushEndpointsSchema, pushVerification } from './schemas.ts'
import { asDate, readBody, toPushDevices } from './shapes.ts'
import { unknownOutcome } from './translate.ts'

/** JumpCloud's `confirmationCode` is never part of it: shown in a chat, a stolen session would see it. */
export interface PushVerification {
  id: string
  status: 'SENT' | 'ACCEPTED' | 'EXPIRED' | 'DENIED' | 'ERRORED'
  /** As JumpCloud names them: the proof compares them with what it asked for. */
  userId: string
  deviceId: string
  expiresAt: Date | undefined
}

export interface Pushes {
  /** Active ones first, each kind by last use. */
  devices(user: UserId): Promise<PushDevice[]>
  /** `jumpcloud-busy` after three pushes in five minutes; an answer about anybody else is an unknown outcome. */
  send(user: UserId, device: string, message: string): Promise<PushVerification>
  read(id: string): Promise<PushVerification>
}

export const sendPush: Endpoint = {
  api: 'v2',
  method: 'POST',
  path: '/users/{user}/pushendpoints/{device}/verify',
  scopes: ['protect'],
  // A repeat is a second push on the person's phone.
  repeat: 'never',
  isLimitedByPerson: true,
}

export const readPush: Endpoint = {
  api: 'v2',
  method: 'GET',
  path: '/pushendpoints/verifications/{verification}',
  scopes: ['protect'],
  repeat: 'safe',
}

export const pushEndpoints: readonly Endpoint[] = [listPushEndpoints, sendPush, readPush]

export const createPushes = (caller: Caller): Pushes => ({
  async devices(user) {
    const { body } = await caller.call(listPushEndpoints, { params: { user } })
    return toPushDevices(readBody(pushEndpointsSchema, body, 'pushEndpoints'))
  },

  async send(user, device, message) {
    const { body } = await caller.call(sendPush, { params: { user, device }, body: { message } })
    const parsed = pushVerification.safeParse(body)
    if (!parsed.success) throw unknownOutcome('unreadable answer')
    const sent = toVerification(parsed.data)
    if (sent.userId !== user || sent.deviceId !== device) throw unknownOutcome('another phone')
    return sent
  },

  async read(id) {
    const { body } = await caller.call(readPush, { params: { verification: id } })
    return toVerification(readBody(pushVerification, body, 'pushVerification'))
  },
})

const toVerification = (from: (typeof pushVerification)['_output']): PushVerification => ({
  id: from.id,
  status: known(from.status),
  userId: from.userObjectId,
  deviceId: from.pushEndpointId,
  expiresAt: asDate(from.expiresAt),
})

/** A status that we do not know is no acceptance. */
function known(status: string): PushVerification['status'] {
  switch (status) {
    case 'SENT':
    case 'ACCEPTED':
    case 'EXPIRED':
    case 'DENIED':
      return status
    default:
      return 'ERRORED'
  }
}
