// Answers the questions of the wizard as somebody at the keys would: waits for each one, then types.
import { stripVTControlCharacters } from 'node:util'

/** What a question begins with, and the keys for it; or what is done elsewhere before they are pressed. */
export type Answer = readonly [question: string, keys: string | (() => Promise<string>)]

export const enter = '\r'
const up = '\u001b[A'
const down = '\u001b[B'
const clearLine = '\u0015'
export const ctrlC = '\u0003'

/** Types each name, picks it, and goes on. */
export const picks = (...names: string[]): string => names.map((name) => `${name}\t${clearLine}`).join('') + enter
/** Types over what is offered. */
export const types = (words: string): string => `${clearLine}${words}${enter}`
/** The nth choice from the one that is offered. */
export const chooses = (steps: number): string => (steps < 0 ? up : down).repeat(Math.abs(steps)) + enter

/** A look at a store on a busy machine takes its time. */
const patienceMs = 45_000

export interface Player {
  /** Takes in what the terminal shows. */
  saw(chunk: string): void
  /** Everything seen so far, without colours and movements. */
  seen(): string
  play(answers: readonly Answer[]): Promise<void>
  /** Resolves when this was shown after the last answer. */
  until(words: string): Promise<void>
}

export function createPlayer(send: (keys: string) => void): Player {
  let raw = ''
  let mark = 0
  let wake = (): void => {}
  const seen = (): string => stripVTControlCharacters(raw).replaceAll('\r', '')
  async function until(words: string): Promise<void> {
    for (;;) {
      const at = seen().indexOf(words, mark)
      if (at >= 0) {
        mark = at + words.length
        return
      }
      await new Promise<void>((resolve, reject) => {
        const late = setTimeout(
          () => reject(new Error(`“${words}” was not shown:\n${seen().slice(-2_000)}`)),
          patienceMs,
        )
        wake = () => {
          clearTimeout(late)
          resolve()
        }
      })
    }
  }
  return {
    saw(chunk) {
      raw += chunk
      wake()
    },
    seen,
    async play(answers) {
      for (const [question, keys] of answers) {
        // An open question is drawn with this mark, an answered one with another.
        await until(`◆  ${question}`)
        mark = seen().length
        send(typeof keys === 'string' ? keys : await keys())
      }
    },
    until,
  }
}
