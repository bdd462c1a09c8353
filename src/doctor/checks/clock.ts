// Whether this machine's clock is right, by the clocks of the platforms: signatures and proofs live minutes.
import { type Clock, minutes, seconds } from '../../clock.ts'
import { text } from '../../words/text.ts'
import type { CheckDeps, Finding } from '../finding.ts'
import { look } from '../look.ts'

const noticed = seconds(60)
/** Slack's and Teams' own windows: beyond it every request of theirs is refused, and every token of ours. */
const tooMuch = minutes(5)

export async function check({
  config,
  clock,
  hostsOf,
}: Pick<CheckDeps, 'config' | 'clock' | 'hostsOf'>): Promise<Finding[]> {
  const { region, overrides } = config.jumpcloud
  const witnesses = [
    { name: 'JumpCloud', url: hostsOf(region, overrides).v1 },
    ...(config.slack ? [{ name: 'Slack', url: config.slack.apiUrl ?? 'https://slack.com/api/' }] : []),
  ]
  return Promise.all(witnesses.map((witness) => compared(witness, clock)))
}

async function compared({ name, url }: { name: string; url: string }, clock: Clock): Promise<Finding> {
  const before = clock.now().getTime()
  const sent = await look({ url })
  const after = clock.now().getTime()
  const theirs = sent.kind === 'answer' ? Date.parse(sent.headers.date ?? '') : Number.NaN
  if (Number.isNaN(theirs)) {
    const reason = sent.kind === 'failed' ? sent.reason : `HTTP ${sent.status}`
    return { level: 'warning', what: text('doctor.no-clock', { name, reason }), cure: text('doctor.reach', { name }) }
  }
  // The header has whole seconds: it is up to one second old when it is sent.
  const offMs = Math.round((before + after) / 2 - theirs - 500)
  const off = Math.round(Math.abs(offMs) / 1000)
  if (Math.abs(offMs) <= noticed) return { level: 'good', what: text('doctor.clock-good', { name, seconds: off }) }
  return {
    ...(Math.abs(offMs) > tooMuch ? { level: 'error', stops: 'everything' } : { level: 'warning' }),
    what: text('doctor.clock-off', { name, seconds: off, direction: offMs > 0 ? 'ahead' : 'behind' }),
    cure: text('doctor.set-clock'),
  }
}
