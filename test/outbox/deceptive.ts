// Shows one person's words in every place where they may stand, as each platform, the letter and the pages draw them; what is left
// when all words are taken out must be the same as with harmless ones.
import fc from 'fast-check'
import { renderCard as forPlayground } from '../../adapters/playground/render.ts'
import { renderCard as forSlack } from '../../adapters/slack/render.ts'
import { renderCard as forTeams } from '../../adapters/teams/render.ts'
import type { RenderedCard } from '../../src/adapter.ts'
import { letterOf } from '../../src/mail/letter.ts'
import { renderCard } from '../../src/outbox/render.ts'
import { spoken } from '../../src/outbox/spoken.ts'
import type { Card } from '../../src/reply.ts'
import type { Request } from '../../src/requests/request.ts'
import { layout } from '../../src/web/layout.ts'
import { whatItIsAbout } from '../../src/web/request-words.ts'
import { wordsForTeams } from '../../src/words/for-teams.ts'
import { list, text } from '../../src/words/text.ts'
import { idFor, type TestLatchkey } from '../latchkey.ts'
import { hostileWords } from './hostile-words.ts'

const reader = { language: 'en', timeZone: 'Europe/Berlin' }
const harmless = 'Leo Brandt'

const steps = (words: string) => [
  text('action.add-to-group.will', { name: words, group: words }),
  text('lost.phones', { names: list([words, words]) }),
]

/** Names, groups, devices, job titles, a reason, and the reason of a no: wherever cards have them. */
const cardWith = (words: string): Card => ({
  tone: 'waiting',
  title: text('approval.title', { name: words, title: text('skill.title', { title: 'Get access to a group' }) }),
  body: [
    ...steps(words),
    text('plan.person-is', { name: words, facts: [words, words].join(' · ') }),
    text('request.denied-because', { by: words, reason: words }),
  ],
  facts: [{ label: text('approval.for'), value: text('plain', { words }) }],
  quotes: [{ from: text('approval.wrote', { name: words }), words }],
  buttons: [
    { label: text('plain', { words }), intent: { do: 'ask', skill: 'help', input: {} }, style: 'primary' },
    { label: text('plain', { words }), page: { purpose: 'enrol', person: idFor('leo.brandt') } },
  ],
  menu: {
    label: text('turn.menu'),
    options: [{ label: text('plain', { words }), intent: { do: 'ask', skill: 'help', input: {} } }],
  },
  footer: text('card.footer', { number: 1042, fingerprint: 'acorn-actor-album-amber' }),
})

/** Keys whose values are words; what stands in any other key, and the order of all of them, is structure. */
const wordKeys = new Set(['text', 'label', 'title', 'value', 'words', 'from', 'fallbackText', 'speak'])
const ours = new Set(['handle', 'url', 'press'])

/** The same value without the words in it, and the words. */
function taken(value: unknown, key = '', words: string[] = []): { shape: unknown; words: string[] } {
  if (typeof value === 'string') {
    if (ours.has(key)) return { shape: 'ours', words }
    if (wordKeys.has(key) || key === 'body') words.push(value)
    return { shape: wordKeys.has(key) || key === 'body' ? 'words' : value, words }
  }
  if (Array.isArray(value)) return { shape: value.map((one) => taken(one, key, words).shape), words }
  if (typeof value !== 'object' || value === null) return { shape: value, words }
  const entries = Object.entries(value).map(([name, held]) => [name, taken(held, name, words).shape])
  return { shape: Object.fromEntries(entries), words }
}

const tagsOf = (html: string): string[] => html.match(/<[^>]*>/g) ?? []
const wordsIn = (html: string): string[] => html.split(/<[^>]*>/).filter((part) => part.trim() !== '')

const linesOf = ({ body, facts, quotes }: RenderedCard): number => 1 + body.length + facts.length + quotes.length

interface Drawn {
  [place: string]: { shape: unknown; words: string[] }
}

async function drawn({ db, core, chat }: TestLatchkey, words: string): Promise<Drawn> {
  const to = { reader, account: chat.account('leo.brandt') }
  const card = await renderCard(db, core, cardWith(words), to)
  const url = core.pages.url ?? ''
  const letter = letterOf(card, [{ label: 'This wasn’t me', url: `${url}/p/not-me/x` }], url)
  const say = (of: Parameters<typeof spoken>[0]) => spoken(of, reader)
  const about = { shown: { steps: steps(words) }, number: 1042, planHash: 'a'.repeat(64) } as unknown as Request
  const view = { title: text('approval.title', { name: words, title: words }), body: whatItIsAbout({ say }, about) }
  const page = layout(view, { say, language: 'en', organisation: words, assets: () => '/x' })
  const { text: fallback, blocks } = forSlack(card)
  return {
    slack: taken(blocks),
    // It is cut where it is too long.
    'slack fallback': { shape: fallback.split('\n').length <= linesOf(card), words: fallback.split('\n') },
    teams: taken(forTeams(card, wordsForTeams(reader))),
    playground: taken(forPlayground(card)),
    'letter subject': { shape: letter.subject.split('\n').length, words: [letter.subject] },
    'letter text': {
      shape: letter.text.split('\n').length,
      words: letter.text.split('\n').filter((one) => !one.startsWith(url)),
    },
    'letter html': { shape: tagsOf(letter.html), words: wordsIn(letter.html) },
    page: { shape: tagsOf(page), words: wordsIn(page) },
  }
}

/** Neither markup, nor a link, nor a call, nor a letter that is not seen. */
const deceives =
  /[<>]|:\/\/|@(?:here|channel|everyone)|\{\{|[[\p{Cc}\p{Cf}\p{Co}\p{Cs}]--\n]|[\u2028\u2029\u115F\u1160\u2800\u3164\uFFA0]/iv

/** Throws with the place and the words where one of them is more than words. */
export async function checkDeceptiveWords(it: TestLatchkey, runs: number, seed: number): Promise<void> {
  const golden = await drawn(it, harmless)
  const property = fc.asyncProperty(hostileWords, async (words) => {
    for (const [place, { shape, words: shown }] of Object.entries(await drawn(it, words))) {
      if (JSON.stringify(shape) !== JSON.stringify(golden[place]?.shape))
        throw new Error(`${place} is built otherwise: ${JSON.stringify(shape)}`)
      const bad = shown.find((one) => deceives.test(one))
      if (bad !== undefined) throw new Error(`${place} shows ${JSON.stringify(bad)}`)
    }
  })
  await fc.assert(property, { numRuns: runs, seed })
}
