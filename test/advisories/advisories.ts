// What published advisories say about the parts that run in production, and whether that may stay so.
import { execFile } from 'node:child_process'
import { z } from 'zod'

export interface Exception {
  advisory: string
  /** The last day on which it is borne. */
  until: string
  because: string
}

export interface Verdict {
  lines: string[]
  exitCode: 0 | 1
}

const severities = ['info', 'low', 'moderate', 'high', 'critical'] as const
const hurts: readonly string[] = ['high', 'critical']

const advisory = z.object({
  name: z.string(),
  title: z.string(),
  url: z.string(),
  severity: z.enum(severities),
  range: z.string(),
})
const cure = z.union([z.boolean(), z.object({ name: z.string(), version: z.string() })])
const audit = z.object({
  auditReportVersion: z.literal(2),
  vulnerabilities: z.record(
    z.string(),
    // A name among `via` is another entry of this list, which says it itself.
    z.object({ via: z.array(z.union([z.string(), advisory])), nodes: z.array(z.string()), fixAvailable: cure }),
  ),
})

/** What npm says about the lock file of a folder: of its production part alone. It ends with 1 when it has findings, too. */
export const askNpm = (folder: string): Promise<string> =>
  new Promise((resolve) => {
    // A source that does not answer is said within half a minute, not tried for several.
    const words = ['audit', '--omit=dev', '--json', '--fetch-retries=0', '--fetch-timeout=30000']
    execFile('npm', words, { cwd: folder, maxBuffer: 64_000_000 }, (error, stdout) =>
      resolve(stdout.trim() === '' ? (error?.message ?? '') : stdout),
    )
  })

/** When npm says that its source gave no answer, that is said loudly and stops nothing. Whatever else it says is a failure. */
export function judge(answer: string, exceptions: readonly Exception[], today: string): Verdict {
  const read = audit.safeParse(parsed(answer))
  if (!read.success) return withoutAnswer(answer)
  const found = Object.values(read.data.vulnerabilities).flatMap(({ via, nodes, fixAvailable }) =>
    via
      .filter((one) => typeof one !== 'string')
      .map((one) => ({ ...one, nodes, cure: cureIn(fixAvailable), borne: borneBy(one.url, exceptions, today) })),
  )
  const stops = found.filter(({ severity, borne }) => hurts.includes(severity) && borne === undefined)
  const sorted = found.toSorted((a, b) => severities.indexOf(b.severity) - severities.indexOf(a.severity))
  return {
    lines: [
      ...sorted.map(
        (one) =>
          `${one.severity}: ${one.name} ${one.range} (${one.nodes.join(', ')}): ${one.title}, ${one.url}. ` +
          (one.borne === undefined ? one.cure : `Borne until ${one.borne.until}: ${one.borne.because}.`),
      ),
      `Advisories about what runs in production: ${found.length}, of which ${stops.length} must be mended now.`,
    ],
    exitCode: stops.length > 0 ? 1 : 0,
  }
}

const borneBy = (url: string, exceptions: readonly Exception[], today: string): Exception | undefined =>
  exceptions.find((one) => url.endsWith(`/${one.advisory}`) && today <= one.until)

function cureIn(fix: z.infer<typeof cure>): string {
  if (fix === false) return 'No version mends it yet.'
  return fix === true ? 'Cure: npm audit fix.' : `Cure: npm install ${fix.name}@${fix.version}, a wider step.`
}

function parsed(answer: string): unknown {
  try {
    return JSON.parse(answer)
  } catch {
    return undefined
  }
}

function withoutAnswer(answer: string): Verdict {
  const silent = z.object({ message: z.string().min(1) }).safeParse(parsed(answer))
  return silent.success
    ? { lines: [`SKIPPED: nobody answered about advisories: ${short(silent.data.message)}`], exitCode: 0 }
    : { lines: [`FAILED: npm could not tell: ${short(answer) || 'it said nothing'}`], exitCode: 1 }
}

const short = (said: string): string => said.replaceAll(/\s+/g, ' ').slice(0, 300)
