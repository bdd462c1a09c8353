// One setting asked for: what is there is offered, what the environment holds is left alone, a wrong form is told at once.
import type { Variable } from '../config/variables.ts'
import { type Text, text } from '../words/text.ts'
import { formProblem } from './settings.ts'
import type { Checking } from './terminal.ts'
import type { Wizard } from './wizard.ts'

type Deps = Pick<Wizard, 'terminal' | 'settings'>

export async function askSecret({ terminal, settings }: Deps, name: Variable, question: Text): Promise<void> {
  if (isFixed({ terminal, settings }, name)) return
  const typed = await terminal.askSecret(question, {
    isThere: settings.has(name),
    check: (value) => formProblem(name, value),
  })
  if (typed !== undefined) settings.set(name, typed)
}

/** `usual` is offered where nothing is set; an empty answer is accepted with `mayBeEmpty`, and takes the setting out. */
export async function askSetting(
  { terminal, settings }: Deps,
  name: Variable,
  question: Text,
  { usual, mayBeEmpty, check }: { usual?: string; mayBeEmpty?: true; check?: Checking } = {},
): Promise<void> {
  if (isFixed({ terminal, settings }, name)) return
  const typed = await terminal.ask(question, {
    initial: settings.get(name) ?? usual,
    check(value) {
      if (value === '') return mayBeEmpty ? undefined : text('setup.needed')
      return formProblem(name, value) ?? check?.(value)
    },
  })
  settings.set(name, typed === '' ? undefined : typed)
}

/** Said, so that nobody looks for the question. */
export function isFixed({ terminal, settings }: Deps, name: Variable): boolean {
  if (!settings.isOutside(name)) return false
  terminal.say(text('setup.from-outside', { name }))
  return true
}
