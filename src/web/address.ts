// Whether there are pages: only under an address that nobody on the way can read or change.

import { isLoopback } from '../config/address.ts'
import type { Config } from '../config.ts'
import type { Pages } from '../core.ts'
import { text } from '../words/text.ts'

/** Plain http is for this machine alone, and only with the sandbox: there is nothing real to lose there. */
export function pagesOf({
  publicUrl,
  jumpcloud,
}: Pick<Config, 'jumpcloud'> & Partial<Pick<Config, 'publicUrl'>>): Pages {
  if (publicUrl === undefined) return { off: text('pages.off-no-url') }
  const url = new URL(publicUrl)
  const isPlay = isLoopback(url) && jumpcloud.overrides.consoleUrl !== undefined
  return url.protocol === 'https:' || isPlay ? { url: publicUrl } : { off: text('pages.off-not-safe') }
}
