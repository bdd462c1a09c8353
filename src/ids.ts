// The identifiers that travel through Latchkey, each branded so that one cannot be passed for another.
import { z } from 'zod'

/** A JumpCloud object id is 24 lower-case hex digits (JumpCloud API, "IDs"); anything else never reaches a URL. */
const objectId = z.string().regex(/^[0-9a-f]{24}$/, 'a JumpCloud id has 24 hex digits')

export const userId = objectId.brand<'UserId'>()
export type UserId = z.infer<typeof userId>

export const groupId = objectId.brand<'GroupId'>()
export type GroupId = z.infer<typeof groupId>

export const requestId = z.uuid().brand<'RequestId'>()
export type RequestId = z.infer<typeof requestId>

/** SHA-256 of the canonical plan, 64 hex digits. */
export const planHash = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .brand<'PlanHash'>()
export type PlanHash = z.infer<typeof planHash>

/**
 * A chat account by its immutable ids: Slack team and user id, Entra tenant and object id.
 * Never a name, never an e-mail address: those can be changed by whoever holds the session.
 */
export const account = z.object({
  platform: z.string().regex(/^[a-z]{2,20}$/),
  tenant: z.string().min(1).max(100),
  user: z.string().min(1).max(200),
})
export type Account = z.infer<typeof account>

/** One string for one account, for keys and comparisons; parts are escaped, so two accounts never share one. */
export const accountKey = (of: Account): string =>
  [of.platform, of.tenant, of.user].map((part) => encodeURIComponent(part)).join('/')

export const sameAccount = (a: Account, b: Account): boolean => accountKey(a) === accountKey(b)
