// Lets a request of the Bot Connector in, or says with which status it stays out; the body is read only behind the token.
import express, { type Request, type Response } from 'express'
import { findActivity, type TeamsActivity } from './activity.ts'
import type { Log } from './failure.ts'
import type { SigningKeys } from './keys.ts'
import { findObject, storable } from './payload.ts'
import type { ServiceUrls } from './serviceurl.ts'
import { findBearer, findTokenService } from './token.ts'

export interface DoorOptions {
  appId: string
  keys: SigningKeys
  serviceUrls: ServiceUrls
  clock: { now(): Date }
  log: Log
}

export type Admission = { activity: TeamsActivity; authorization: string } | { status: 400 | 401 | 403 | 413 | 415 }

const longestBody = 256 * 1024

const readRaw = express.raw({ type: () => true, limit: longestBody, inflate: false })

/** The bytes, or the status that says why there are none. */
function readBody(request: Request, response: Response): Promise<Buffer | 400 | 413 | 415> {
  return new Promise((resolve) => {
    readRaw(request, response, (problem: unknown) => {
      if (problem === undefined) return resolve(Buffer.isBuffer(request.body) ? request.body : 400)
      const status = problem instanceof Error && 'status' in problem ? problem.status : 400
      resolve(status === 413 || status === 415 ? status : 400)
    })
  })
}

function isJson(request: Request): boolean {
  const [type = '', ...parameters] = (request.headers['content-type'] ?? '').toLowerCase().split(';')
  return type.trim() === 'application/json' && parameters.every((one) => one.trim() === 'charset=utf-8')
}

/** Throws `platform-unavailable` when Microsoft's keys cannot be had: Teams is then asked to come again. */
export async function admit(request: Request, response: Response, options: DoorOptions): Promise<Admission> {
  const { appId, keys, serviceUrls, clock, log } = options
  // Two headers are two readings of one request.
  const [authorization = '', ...more] = request.headersDistinct.authorization ?? []
  const bearer = more.length === 0 ? findBearer(authorization) : undefined
  const service = bearer && (await findTokenService(bearer, { appId, keys, now: clock.now() }))
  if (service === undefined) return { status: 401 }
  if (!isJson(request)) return { status: 415 }
  const raw = await readBody(request, response)
  if (typeof raw === 'number') return { status: raw }
  const activity = findActivity(findObject(raw, storable) ?? {})
  if (activity === undefined) return { status: 400 }
  if (activity.serviceUrl !== service) return { status: 401 }
  if (!serviceUrls.isService(service)) {
    log.warn('A signed activity named a service address that is not on the list; it was not taken in.')
    return { status: 403 }
  }
  return { activity, authorization }
}
