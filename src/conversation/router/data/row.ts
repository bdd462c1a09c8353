// The shape of what the router learns from: one sentence and the skill that it asks for, written one a line.

export interface Row {
  skill: string
  text: string
}

export interface RouterData {
  rows: readonly Row[]
  /** Texts that ask for nothing Latchkey does. */
  outside: readonly string[]
  /** Classes among the rows that never become a skill and deserve no guess: a typed "approve", a "thanks". */
  smallTalk: readonly string[]
}

export const lines = (block: string): string[] =>
  block
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')

export const rowsOf = (skill: string, block: string): Row[] => lines(block).map((text) => ({ skill, text }))
