// The device of somebody who is played: a software authenticator, asked as a page asks a browser.
import { z } from 'zod'
import type { PagesOptions } from '../../../adapters/playground/index.ts'
import { createAuthenticator } from '../../demo/authenticator.ts'

const id = z.string()
const asked = z.object({
  challenge: z.string(),
  rpId: id.optional(),
  rp: z.object({ id: id.optional() }).optional(),
  allowCredentials: z.array(z.object({ id })).optional(),
})

/** Its passkeys are for the pages at this address. */
export function createDevice(url: string): ReturnType<PagesOptions['createDevice']> {
  const authenticator = createAuthenticator(url)
  return {
    create: (given) => authenticator.create(wish(given)),
    get: (given) => authenticator.get(wish(given)),
  }
}

function wish(given: object) {
  const { challenge, rpId, rp, allowCredentials } = asked.parse(given)
  return {
    challenge,
    ...(rpId !== undefined && { rpId }),
    ...(rp && { rp: rp.id === undefined ? {} : { id: rp.id } }),
    ...(allowCredentials && { allowCredentials }),
  }
}
