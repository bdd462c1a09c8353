// One Latchkey into which secrets are typed at every entry point, and a look for them in everything that it left behind.
import type { CrashPoint } from '../../src/core.ts'
import { type SmtpSink, startSmtpSink } from '../../src/demo/smtp.ts'
import { seededRandom } from '../full/random.ts'
import { everythingIn, startTestLatchkey, type TestLatchkey } from '../latchkey.ts'
import { isRecognised, typeInChat } from './chat.ts'
import { typeForWords, typeOnPages } from './pages.ts'
import { leftIn, letterAs, type Place } from './places.ts'
import { randomSecrets } from './secrets.ts'

export interface CanaryOptions {
  secrets: number
  /** Of them, those that are typed on pages as well: that takes longer. */
  onPages: number
  seed: number
  on?: 'embedded'
  /** Further places, while the store is still open. */
  morePlaces?(it: TestLatchkey): Promise<Place[]>
}

export interface Canary {
  /** What was found where; empty is good. */
  left: string[]
  /** How many bytes were searched. */
  bytes: number
  secrets: number
  /** That something was searched at all: names of places with the number of bytes. */
  places: Record<string, number>
}

export async function runCanary(options: CanaryOptions): Promise<Canary> {
  const random = seededRandom(options.seed)
  const secrets = randomSecrets(random, options.secrets)
  const mail = await startSmtpSink()
  let dying: CrashPoint | undefined
  const it = await startTestLatchkey({
    pages: true,
    mail: mail.settings,
    ...(options.on ? { on: options.on } : {}),
    atPoint(point) {
      if (point !== dying) return
      dying = undefined
      throw new Error('the process dies here')
    },
  })
  try {
    const dieAt = (point: CrashPoint) => {
      dying = point
    }
    const routed = noteRouted(it)
    const { answers } = await typeInChat(it, secrets, random)
    const shown = await typeOnPages({ it, dieAt }, secrets.slice(0, options.onPages))
    const printed = await typeForWords({ it, dieAt }, secrets.slice(-4))
    await it.settled()
    const said = [
      { name: 'answers at once', bytes: JSON.stringify(answers) },
      { name: 'pages', bytes: shown.join('\n') },
    ]
    const places = [...said, ...(await placesOf(it, mail)), ...((await options.morePlaces?.(it)) ?? [])]
    const recognised = secrets.filter(isRecognised)
    return {
      left: [
        ...leftIn(places, [...secrets, ...printed]),
        ...leftIn([{ name: 'what a model would read', bytes: routed.join('\n') }], recognised),
      ],
      places: Object.fromEntries(places.map(({ name, bytes }) => [name, bytes.length])),
      bytes: places.reduce((sum, { bytes }) => sum + bytes.length, 0),
      secrets: secrets.length + printed.length,
    }
  } finally {
    await it.stop()
    await mail.close()
  }
}

/** Whatever the router is given, a model would be given in its place. */
function noteRouted({ core }: TestLatchkey): string[] {
  const heard: string[] = []
  const { router } = core
  core.router = {
    route(text, allowed) {
      heard.push(text)
      return router.route(text, allowed)
    },
  }
  return heard
}

async function placesOf(it: TestLatchkey, mail: SmtpSink): Promise<Place[]> {
  const journal = await fetch(`${it.sandbox.url}/_sandbox/journal`)
  const { state } = it.sandbox
  const dump = await it.latchkey.store.dump?.()
  return [
    { name: 'tables', bytes: await everythingIn(it) },
    ...(dump ? [{ name: 'database files and WAL', bytes: new Uint8Array(await dump.arrayBuffer()) }] : []),
    { name: 'log', bytes: it.log.join('\n') },
    { name: 'messages', bytes: JSON.stringify(it.chat.posts) },
    { name: 'letters', bytes: mail.mails.map(({ raw }) => letterAs(raw)).join('\n') },
    { name: 'calls of JumpCloud', bytes: await journal.text() },
    {
      name: 'state of JumpCloud',
      bytes: JSON.stringify([[...state.passwords], state.events, state.pushes, state.mails]),
    },
  ]
}
