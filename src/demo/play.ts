// Plays one model conversation on a stage, writes it down as it goes, and looks at the directory at the end.
import { isDeepStrictEqual } from 'node:util'
import type { SeenMessage } from './driver.ts'
import type { Conversation, Scene, Stage } from './stage.ts'

/** Takes one line of the transcript. */
export type Print = (line: string) => void

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

/** The chat and the phone, each use of which is a line of the transcript. */
function written(stage: Stage, print: Print): Pick<Scene, 'chat' | 'phone'> {
  const { chat } = stage
  const did = (user: string, what: string) => print(`  ${user.padEnd(9)} ${what}`)
  const shown = new Set<string>()
  return {
    chat: {
      ...chat,
      say(user, text) {
        did(user, `“${text}”`)
        return chat.say(user, text)
      },
      press(user, label) {
        did(user, `[${label}]`)
        return chat.press(user, label)
      },
      choose(user, option) {
        did(user, `[${option}]`)
        return chat.choose(user, option)
      },
      submit(user, values) {
        did(
          user,
          Object.entries(values)
            .map(([name, value]) => `${name}: ${name === 'code' ? '••••••' : value}`)
            .join(', '),
        )
        return chat.submit(user, values)
      },
      async waitFor(user, match, options) {
        const seen = await chat.waitFor(user, match, options)
        const words = wordsOf(seen)
        if (!shown.has(words)) for (const line of [`Latchkey → ${user}`, ...words.split('\n')]) print(`    ${line}`)
        shown.add(words)
        return seen
      },
    },
    phone(user) {
      const phone = stage.phone(user)
      return {
        ...phone,
        async ring(timeoutMs) {
          const push = await phone.ring(timeoutMs)
          print(`  phone of ${user}: “${push.message.replace(push.code, '••••••')}”`)
          return push
        },
        accept(id) {
          did(user, '[accepts on the phone]')
          return phone.accept(id)
        },
        deny(id) {
          did(user, '[denies on the phone]')
          return phone.deny(id)
        },
      }
    },
  }
}

const wordsOf = ({ title, body, quotes, facts, buttons }: SeenMessage): string =>
  [
    `| ${title}`,
    ...body.map((line) => `|   ${line}`),
    ...facts.map(({ label, value }) => `|   ${label}: ${value}`),
    ...quotes.map(({ from, words }) => `|   ${from}: “${words}”`),
    ...(buttons.length > 0 ? [`|   ${buttons.map((label) => `[${label}]`).join(' ')}`] : []),
  ].join('\n')

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
