// `check-specs DIR`: compares the sandbox's answers and our schemas with the API descriptions in a folder.
import { Command } from 'commander'
import type { Finding } from '../sandbox/specs/check.ts'

export const checkSpecsCommand = (): Command =>
  new Command('check-specs')
    .description("check the sandbox's answers and our schemas against JumpCloud's OpenAPI files")
    .argument('<folder>', 'a folder with Swagger 2.0 or OpenAPI 3 files, JSON or YAML')
    .action(async (folder: string) => {
      // Not before: they need packages that only development has, and every command is read at every start.
      const { checkSpecs } = await import('../sandbox/specs/check.ts')
      const { inUse } = await import('../sandbox/specs/in-use.ts')
      const { findings, skipped } = await checkSpecs(folder, inUse)
      process.stdout.write(table(findings))
      for (const { file, why } of skipped) process.stdout.write(`skipped     ${file}: ${why}\n`)
      process.stdout.write(`\n${counts(findings)}\n`)
      if (isWrong(findings)) process.exitCode = 1
    })

/** Nothing verified at all is wrong too: an empty or mistaken folder proves nothing. */
export const isWrong = (findings: Finding[]): boolean =>
  findings.some(({ verdict }) => verdict === 'wrong') || !findings.some(({ verdict }) => verdict === 'verified')

/** One line a finding, the wrong ones last, where they are seen. */
export function table(findings: Finding[]): string {
  const order = ['verified', 'unverified', 'wrong']
  const sorted = findings.toSorted((a, b) => order.indexOf(a.verdict) - order.indexOf(b.verdict))
  const callWidth = Math.max(0, ...findings.map(({ call }) => call.length))
  const whatWidth = Math.max(0, ...findings.map(({ what }) => what.length))
  return sorted
    .map(({ verdict, call, what, file, detail }) => {
      const start = `${verdict.padEnd(10)}  ${call.padEnd(callWidth)}  ${what.padEnd(whatWidth)}`
      return `${start}  ${detail}${file ? `  [${file}]` : ''}\n`
    })
    .join('')
}

const counts = (findings: Finding[]): string =>
  (['verified', 'unverified', 'wrong'] as const)
    .map((verdict) => `${findings.filter((finding) => finding.verdict === verdict).length} ${verdict}`)
    .join(', ')
