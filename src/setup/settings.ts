// The settings in the making: what stands in .env, what the process was started with, and the answers given so far.
import { existsSync, readFileSync } from 'node:fs'
import { parseEnv } from 'node:util'
import { canStand, type Environment, withSettings } from '../config/env-file.ts'
import type { ConfigWord } from '../config/problems.ts'
import { secretNames, type Variable, variables } from '../config/variables.ts'
import { LatchkeyError } from '../errors.ts'
import { english } from '../words/render.ts'
import { type Text, text } from '../words/text.ts'
import type { Saver } from './save.ts'

export interface Settings {
  /** As a start would read it now, with the answers that are not written yet. */
  environment(): Environment
  /** Undefined also for what stands in a file of its own. */
  get(name: Variable): string | undefined
  /** In any form. */
  has(name: Variable): boolean
  /** The process was started with it: .env cannot change it. */
  isOutside(name: Variable): boolean
  /** Undefined takes it out. */
  set(name: Variable, value: string | undefined): void
  /** Writes .env, or forgets the answers since it was last written; false in the second case. */
  save(): Promise<boolean>
}

export function createSettings({
  path,
  outside,
  saver,
}: {
  path: string
  outside: Environment
  saver: Saver
}): Settings {
  const changes = new Map<string, string | undefined>()
  const before = (): string => contentOf(path)
  const environment = (): Environment => ({ ...parseEnv(withSettings(before(), changes)), ...outside })
  const get = (name: string): string | undefined => environment()[name]
  const isOutside = (name: string): boolean => outside[name] !== undefined || outside[`${name}_FILE`] !== undefined
  return {
    environment,
    get,
    has: (name) => Boolean(get(name)?.trim() || get(`${name}_FILE`)?.trim()),
    isOutside,
    set(name, value) {
      if (isOutside(name)) return
      changes.set(name, value)
      // A secret has one form.
      if (secretNames.includes(name)) changes.set(`${name}_FILE`, undefined)
    },
    async save() {
      const lines = changedNames(parseEnv(before()), changes).map(english)
      const isSaved = await saver.save({ path, after: withSettings(before(), changes), lines, isSecret: true })
      changes.clear()
      return isSaved
    },
  }
}

/** Never a value: .env holds secrets, and addresses that may hold one. */
function changedNames(before: Environment, changes: ReadonlyMap<string, string | undefined>): Text[] {
  return [...changes].flatMap(([name, value]) => {
    const was = before[name]
    if (was === value) return []
    if (was === undefined) return [text('setup.adds', { name })]
    return [value === undefined ? text('setup.removes', { name }) : text('setup.changes', { name })]
  })
}

/** What is wrong with the form of a value, in the words of the start. */
export function formProblem(name: Variable, typed: string): Text | undefined {
  if (!canStand(typed)) return text('setup.cannot-stand', { name })
  const issue = variables.shape[name].safeParse(typed).error?.issues[0]
  return issue && text(issue.message as ConfigWord, { name })
}

/** What is not there is empty. */
function contentOf(path: string): string {
  try {
    return existsSync(path) ? readFileSync(path, 'utf8') : ''
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
    const problem = text('config.env-unreadable', { file: path, reason })
    throw new LatchkeyError('bad-input', { reason: problem }, { cause: error })
  }
}
