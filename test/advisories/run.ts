// Asks for advisories about what runs in production: `npm run advisories`. It ends with 1 when something must be mended now.
import { join } from 'node:path'
import { askNpm, type Exception, judge } from './advisories.ts'

/** Borne for a while: each with its advisory's number, its last day and why it does no harm until then. */
const exceptions: readonly Exception[] = []

const { lines, exitCode } = judge(
  await askNpm(join(import.meta.dirname, '../..')),
  exceptions,
  new Date().toISOString().slice(0, 10),
)
process.stdout.write(`${lines.join('\n')}\n`)
process.exitCode = exitCode
