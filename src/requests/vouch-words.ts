// The four words of a recovery: made from the secret and the plan, shown to its requester only, and stored nowhere.
import type { Core } from '../core.ts'
import { fourWords } from '../words/four-words.ts'
import type { Request } from './request.ts'

export const vouchWords = ({ keys }: Pick<Core, 'keys'>, { id, planHash }: Pick<Request, 'id' | 'planHash'>): string =>
  fourWords(keys.digest('vouch', `${id}/${planHash}`))
