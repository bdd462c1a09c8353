// Pairs of plans: an answer that was given for one is shown for the other, as it came and with its row changed by hand.
import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { movableClock } from '../../src/clock.ts'
import { hasCode } from '../../src/errors.ts'
import { planHash } from '../../src/ids.ts'
import { createKeys } from '../../src/keys.ts'
import type { PageLink } from '../../src/outbox/page-links.ts'
import { newChallenge, takeChallenge } from '../../src/proof/challenges.ts'
import type { OpenStore } from '../../src/store/open.ts'
import { aHash, anId, aUser } from '../store/rows.ts'

const clock = movableClock()
const deps = { clock, keys: createKeys('a-secret-of-thirty-two-characters') }

/** All that one browser of one person could have open. */
function pages(count: number) {
  const [person, browser] = [aUser(), aHash()]
  return Array.from({ length: count }, () => {
    const link: PageLink = {
      digest: randomBytes(32).toString('hex'),
      purpose: 'prove',
      person,
      account: { platform: 'slack', tenant: 'T1', user: 'U1' },
      request: anId(),
      hash: planHash.parse(aHash()),
      mintedAt: clock.now(),
      expiresAt: clock.now(),
      browser,
      wasRenewed: false,
      failures: 0,
      proven: undefined,
    }
    return { link, browser }
  })
}

/** Throws where an answer for plan i is taken for plan j, and where one for plan i is not taken for plan i. */
export async function checkPairs(store: OpenStore, runs: number, seed: number): Promise<void> {
  const all = pages(200)
  const place = fc.nat(all.length - 1)
  const pair = fc.tuple(place, place, fc.boolean()).filter(([i, j]) => i !== j)
  const property = fc.asyncProperty(pair, async ([i, j, isForged]) => {
    const [asked, shown] = [all[i], all[j]]
    if (!asked || !shown) throw new Error('there is no such page')
    const challenge = await store.tx((tx) => newChallenge(tx, deps, 'prove', asked))
    const answer = challenge.toString('base64url')
    const digest = deps.keys.digest('challenge-prove', answer)
    if (isForged)
      await store.db
        .updateTable('page_challenge')
        .set({ link: shown.link.digest, plan_hash: shown.link.hash ?? null })
        .where('digest', '=', digest)
        .execute()
    const isTaken = await store
      .tx((tx) => takeChallenge(tx, deps, 'prove', shown, answer))
      .catch((error) => isForged && hasCode(error, 'tampered') && false)
    if (isTaken) throw new Error(`what was asked for plan ${i} was taken for plan ${j}`)
    // Shown at the wrong place it is used up, also for the right one.
    if (!isForged && (await store.tx((tx) => takeChallenge(tx, deps, 'prove', asked, answer))))
      throw new Error('it was taken afterwards')
  })
  await fc.assert(property, { numRuns: runs, seed })
}

/** The same without a mistake is taken, once. */
export async function checkRightOne(store: OpenStore): Promise<boolean[]> {
  const [page] = pages(1)
  if (!page) throw new Error('there is no page')
  const answer = (await store.tx((tx) => newChallenge(tx, deps, 'prove', page))).toString('base64url')
  const take = () => store.tx((tx) => takeChallenge(tx, deps, 'prove', page, answer))
  return [await take(), await take()]
}
