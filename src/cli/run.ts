// Reads the folder of commands: one file each, named after its command; an error of ours is told in one calm line.
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Command } from 'commander'
import { LatchkeyError } from '../errors.ts'

const notCommands = ['run.ts']

type CommandModule = Record<string, unknown>

/** `asked`: the first word of the line. When it names a command only that one's file is read: the rest costs seconds. */
export async function createProgram(asked?: string, folder = import.meta.dirname): Promise<Command> {
  const program = new Command('latchkey')
    .description('A self-hosted bot for Slack and Microsoft Teams that proves, asks, acts in JumpCloud, and checks.')
    .showHelpAfterError('Run it with --help to see what there is.')
  const all = (await readdir(folder)).filter((file) => file.endsWith('.ts') && !notCommands.includes(file)).sort()
  const files = all.includes(`${asked}.ts`) ? [`${asked}.ts`] : all
  for (const file of files) {
    const module: CommandModule = await import(pathToFileURL(join(folder, file)).href)
    const make = Object.entries(module).find(([name]) => name.endsWith('Command'))?.[1]
    if (typeof make !== 'function') throw new Error(`src/cli/${file} exports no function …Command`)
    program.addCommand(make())
  }
  return program
}

export async function run(words: string[]): Promise<void> {
  // Whoever reads us through `head` may stop reading.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
    process.exit(0)
  })
  const program = await createProgram(words[0])
  try {
    await program.parseAsync(words, { from: 'user' })
  } catch (error) {
    if (!(error instanceof LatchkeyError)) throw error
    process.stderr.write(`${error.message}\n`)
    process.exitCode = 1
  }
}
