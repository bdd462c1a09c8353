// Secrets typed in front of the real adapters, on Slack's and on Teams' wire format, and a look into every file and everything said.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { minutes } from '../../src/clock.ts'
import type { StoreOnStage } from '../../src/demo/open-stage.ts'
import type { Stage } from '../../src/demo/stage.ts'
import { seededRandom } from '../full/random.ts'
import { filesIn, leftIn } from './places.ts'
import { randomSecrets, type Secret } from './secrets.ts'

const writers = ['leo', 'tom', 'priya', 'ben'] as const
/** Fewer than one account may ask within ten minutes. */
const mostAtOnce = 60

export async function runCanaryOnWire(
  openStage: (store: StoreOnStage) => Promise<Stage>,
  { secrets: count, seed }: { secrets: number; seed: number },
): Promise<{ left: string[]; bytes: number; secrets: number }> {
  const random = seededRandom(seed)
  const secrets = randomSecrets(random, count)
  const folder = await mkdtemp(join(tmpdir(), 'latchkey-canary-wire-'))
  const stage = await openStage({ folder: join(folder, 'data') })
  const answers: unknown[] = []
  try {
    for (const [n, secret] of secrets.entries()) {
      const user = stage.people[writers[n % writers.length] ?? 'leo']
      await stage.chat.say(user, secret.text)
      await stage.chat.say(user, `I am locked out, my password is ${secret.text}`)
      if (n % 5 === 0) answers.push(await inForm(stage, user, secret))
      if (n % 20 === 19) await stage.settled()
      if ((n * 2) % mostAtOnce === mostAtOnce - 2) await stage.advance(minutes(11))
    }
    await stage.settled()
    for (const writer of writers) await stage.chat.say(stage.people[writer], 'can I speak to someone in IT')
    await stage.settled()
    const said = await Promise.all(Object.values(stage.people).map(seenBy))
    const outside = [...said, ...answers, await stage.audit(), ...Object.values(stage.people).map(lettersTo)]
    await stage.close()
    const places = [{ name: 'what people see', bytes: JSON.stringify(outside) }, ...(await filesIn(folder))]
    return {
      left: leftIn(places, secrets),
      bytes: places.reduce((sum, { bytes }) => sum + bytes.length, 0),
      secrets: count,
    }
  } finally {
    await stage.close()
    await rm(folder, { recursive: true, force: true })
  }

  function seenBy(user: string): Promise<unknown> {
    // Whoever is no colleague has no conversation.
    return stage.chat.messages(user).catch(() => [])
  }
  function lettersTo(user: string): unknown {
    try {
      return stage.mail(user)
    } catch {
      return []
    }
  }
}

/** In the reason, where words are kept, and in a field that takes no words. */
async function inForm({ chat }: Stage, user: string, { text }: Secret): Promise<unknown> {
  await chat.say(user, 'I need access to a group')
  await chat.press(user, 'Fill in')
  return chat.submit(user, { group: 'Figma – Editors', days: '0', reason: `because my password is ${text}` })
}
