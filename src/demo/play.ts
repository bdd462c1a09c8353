// Plays one model conversation on a stage, writes it down as it goes, and looks at the directory at the end.
import { isDeepStrictEqual } from 'node:util'
import type { Conversation, Scene, Stage } from './stage.ts'
import { type Print, written } from './transcript.ts'

export async function play(conversation: Conversation, stage: Stage, print: Print): Promise<void> {
  const check: Scene['check'] = (what, holds, details) => {
    if (!holds) throw new Error(`“${what}” does not hold: ${JSON.stringify(details, undefined, 2) ?? ''}`)
    print(`  ✓ ${what}`)
  }
  const scene: Scene = { ...stage, ...written(stage, print), tell: (words) => print(`    ${words}`), check }
  try {
    await conversation.play(scene)
    const applied = (await stage.sandbox.writes()).filter(({ changed }) => changed)
    check(`JumpCloud was changed ${times(conversation.writes)}`, applied.length === conversation.writes, applied)
    const changes = await stage.sandbox.changes()
    check(
      `the directory: ${conversation.changes.join('; ') || 'as it was'}`,
      isDeepStrictEqual(changes, [...conversation.changes].sort()),
      changes,
    )
  } finally {
    await printCalls(stage, print)
  }
}

const times = (count: number): string => ['not at all', 'once', 'twice'][count] ?? `${count} times`

/** The calls that Latchkey made, alike ones in a row as one line. */
async function printCalls(stage: Stage, print: Print): Promise<void> {
  const lines = (await stage.sandbox.calls()).map(
    ({ method, path, status, answered }) =>
      `${method} ${path} → ${answered ? status : `${status}, and the answer was lost`}`,
  )
  print('  JumpCloud calls:')
  if (lines.length === 0) print('    none')
  let run = 1
  for (const [index, line] of lines.entries()) {
    if (lines[index + 1] === line) run += 1
    else {
      print(`    ${line}${run > 1 ? ` (${run} times)` : ''}`)
      run = 1
    }
  }
}
