// A value on its way from a page to one worker: sealed to a key that lives in that worker's memory only, for one plan.
import { createPublicKey, diffieHellman, generateKeyPairSync, hkdfSync, type KeyObject } from 'node:crypto'
import { z } from 'zod'
import { minutes } from '../clock.ts'
import { type PlanHash, planHash, type RequestId, requestId } from '../ids.ts'
import { decrypt, encrypt, type Keys } from '../keys.ts'

/** In memory, from the press on the page on. */
export const valueLasts = minutes(2)
/** Longer than any password that JumpCloud takes, and the whole message stays far below the 8,000 bytes of a NOTIFY. */
export const longestValue = 256

const envelope = z.strictObject({
  worker: z.uuid(),
  request: requestId,
  hash: planHash,
  /** ISO 8601; what is older than a value may be is not opened. */
  at: z.iso.datetime(),
  ephemeral: z.string().max(200),
  sealed: z.string().max(2000),
  mac: z.string(),
})

export interface Addressee {
  worker: string
  /** X25519, SPKI, base64. */
  publicKey: string
}

export interface WorkerKey extends Addressee {
  privateKey: KeyObject
}

export function newWorkerKey(worker: string): WorkerKey {
  const { publicKey, privateKey } = generateKeyPairSync('x25519')
  return { worker, publicKey: exported(publicKey), privateKey }
}

/** What a row about a worker's key is sealed over: who can write to the database must not become an addressee. */
export const workerKeySeal = ({ worker, publicKey }: Addressee, expiresAt: Date) => ({
  worker,
  publicKey,
  until: expiresAt.toISOString(),
})

export interface ValueFor {
  request: RequestId
  hash: PlanHash
  at: Date
}

/** Only who knows the organisation's secret can send one: a public key alone lets nobody choose a password. */
export function sealValue(
  keys: Pick<Keys, 'mac'>,
  to: Addressee,
  { request, hash, at }: ValueFor,
  value: string,
): string {
  const own = generateKeyPairSync('x25519')
  const ephemeral = exported(own.publicKey)
  const key = sharedKey(own.privateKey, imported(to.publicKey), [ephemeral, to.publicKey])
  const about = { worker: to.worker, request, hash, at: at.toISOString(), ephemeral }
  const sealed = encrypt(key, aboutOf(about), Buffer.from(value, 'utf8'))
  return JSON.stringify({ ...about, sealed, mac: keys.mac('value', { ...about, sealed }) })
}

/** Undefined for whatever is not whole, not ours, too old or from the future. */
export function openValue(
  keys: Pick<Keys, 'isMac'>,
  own: WorkerKey,
  message: string,
  now: Date,
): (ValueFor & { value: Buffer }) | undefined {
  const parsed = envelope.safeParse(parse(message))
  if (!parsed.success) return undefined
  const { mac, sealed, ...about } = parsed.data
  const at = new Date(about.at)
  const isTimely = Math.abs(now.getTime() - at.getTime()) <= valueLasts
  if (!keys.isMac('value', { ...about, sealed }, mac) || about.worker !== own.worker || !isTimely) return undefined
  const key = sharedKey(own.privateKey, imported(about.ephemeral), [about.ephemeral, own.publicKey])
  return { request: about.request, hash: about.hash, at, value: decrypt(key, aboutOf(about), sealed) }
}

const aboutOf = ({
  worker,
  request,
  hash,
  at,
}: {
  worker: string
  request: string
  hash: string
  at: string
}): string => [worker, request, hash, at].join('/')

/** Both public keys go in, so that neither can be exchanged. */
function sharedKey(privateKey: KeyObject, publicKey: KeyObject, both: readonly string[]): Buffer {
  const secret = diffieHellman({ privateKey, publicKey })
  return Buffer.from(hkdfSync('sha256', secret, both.join('|'), 'latchkey/value/1', 32))
}

const exported = (key: KeyObject): string => key.export({ format: 'der', type: 'spki' }).toString('base64')
const imported = (key: string): KeyObject =>
  createPublicKey({ key: Buffer.from(key, 'base64'), format: 'der', type: 'spki' })

function parse(message: string): unknown {
  try {
    return JSON.parse(message)
  } catch {
    return undefined
  }
}
