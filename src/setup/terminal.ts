// The terminal that the wizard talks through: questions, hidden secrets, and Ctrl+C, which ends everything in one way.
import type { Readable, Writable } from 'node:stream'
import {
  autocompleteMultiselect,
  confirm,
  text as inputLine,
  intro,
  isCancel,
  log,
  outro,
  password,
  select,
} from '@clack/prompts'
import { LatchkeyError } from '../errors.ts'
import { line } from '../plain-text.ts'
import { english } from '../words/render.ts'
import { type Text, text } from '../words/text.ts'

export interface Option<Value extends string> {
  value: Value
  /** Names from a directory are shown as they are. */
  label: Text | string
  hint?: Text
}

/** What is wrong with what was typed; undefined when nothing is. */
export type Checking = (typed: string) => Text | undefined

/** Every question throws `setup-stopped` when it is answered by Ctrl+C or Escape. */
export interface Terminal {
  begin(title: Text): void
  end(said: Text): void
  say(what: Text): void
  /** Lines that are rendered already, such as the findings of a check. */
  show(lines: readonly string[]): void
  ask(question: Text, options?: { initial?: string | undefined; check?: Checking }): Promise<string>
  /** Undefined: the one that is there is kept, which is only offered with `isThere`. */
  askSecret(question: Text, options: { isThere: boolean; check: Checking }): Promise<string | undefined>
  choose<Value extends string>(question: Text, options: readonly Option<Value>[], initial?: Value): Promise<Value>
  /** Any number of them, found by typing. With `least` 1, an empty answer is asked again. */
  pick(question: Text, options: readonly Option<string>[], chosen: { initial: string[]; least?: 1 }): Promise<string[]>
  agree(question: Text, initial?: boolean): Promise<boolean>
  /** What is typed meanwhile is neither shown nor kept. */
  during<Result>(what: Text, work: Promise<Result>): Promise<Result>
}

export interface Streams {
  input: Readable & { isTTY?: boolean; setRawMode?(isRaw: boolean): unknown }
  output: Writable
}

const mostShown = 10
const ctrlC = '\u0003'

export function createTerminal(streams: Streams): Terminal {
  const { output } = streams
  const show = (lines: readonly string[]): void => log.message([...lines], { output })
  const terminal: Terminal = {
    begin: (title) => intro(english(title), { output }),
    end: (said) => outro(english(said), { output }),
    say: (what) => show(english(what).split('\n')),
    show,
    ask: async (question, { initial, check } = {}) =>
      answered(
        await inputLine({
          ...streams,
          message: english(question),
          ...(initial === undefined ? {} : { initialValue: initial }),
          validate: (typed = '') => said(check?.(typed.trim())),
        }),
      ).trim(),
    async askSecret(question, { isThere, check }) {
      const message = english(isThere ? text('setup.or-keep', { question }) : question)
      const validate = (typed = ''): string | undefined => {
        if (typed.trim() === '') return isThere ? undefined : english(text('setup.needed'))
        return said(check(typed.trim()))
      }
      return answered(await password({ ...streams, message, validate })).trim() || undefined
    },
    async choose<Value extends string>(question: Text, options: readonly Option<Value>[], initial?: Value) {
      const drawn = options.map(({ value, ...shown }) => ({ value: value as string, ...drawnOf(shown) }))
      const chosen = answered(
        await select<string>({
          ...streams,
          message: english(question),
          options: drawn,
          showInstructions: false,
          ...(initial === undefined ? {} : { initialValue: initial }),
        }),
      )
      return chosen as Value
    },
    async pick(question, options, { initial, least }) {
      for (;;) {
        const picked = answered(
          await autocompleteMultiselect<string>({
            ...streams,
            message: english(question),
            options: options.map(({ value, ...shown }) => ({ value, ...drawnOf(shown) })),
            initialValues: initial,
            maxItems: mostShown,
          }),
        )
        if (picked.length > 0) show([picked.join(', ')])
        if (picked.length >= (least ?? 0)) return picked
        terminal.say(text('setup.pick-one'))
      }
    },
    agree: async (question, initial = true) =>
      answered(await confirm({ ...streams, message: english(question), initialValue: initial })),
    async during(what, work) {
      terminal.say(what)
      return quietly(streams, work)
    },
  }
  return terminal
}

/** Sentences that belong together, such as steps, each on its own line. */
export const sayTogether = ({ show }: Pick<Terminal, 'show'>, lines: readonly Text[]): void =>
  show(lines.map((line) => english(line).trimEnd()))

const said = (problem: Text | undefined): string | undefined => problem && english(problem)

const drawnOf = ({ label, hint }: Omit<Option<string>, 'value'>) => ({
  // Names of the directory: none of them moves the cursor of whoever runs this on the host.
  label: typeof label === 'string' ? line(label) : english(label),
  ...(hint && { hint: english(hint) }),
})

function answered<Answer>(answer: Answer): Exclude<Answer, symbol> {
  if (isCancel(answer) || typeof answer === 'symbol') throw new LatchkeyError('setup-stopped')
  return answer as Exclude<Answer, symbol>
}

/** Between two questions the terminal would echo what is typed, and that may be a secret pasted too early. */
async function quietly<Result>({ input }: Streams, work: Promise<Result>): Promise<Result> {
  let stop: (chunk: unknown) => void = () => {}
  const stopped = new Promise<never>((_, reject) => {
    stop = (chunk) => {
      if (String(chunk).includes(ctrlC)) reject(new LatchkeyError('setup-stopped'))
    }
  })
  if (input.isTTY) input.setRawMode?.(true)
  input.on('data', stop)
  input.resume()
  try {
    return await Promise.race([work, stopped])
  } finally {
    input.off('data', stop)
    input.pause()
    if (input.isTTY) input.setRawMode?.(false)
  }
}
