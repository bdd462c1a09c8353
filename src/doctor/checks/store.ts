// Whether the store can be opened, keeps what it commits, fits this version, and was sealed with this secret.
import { seconds } from '../../clock.ts'
import { hasCode } from '../../errors.ts'
import { createKeys } from '../../keys.ts'
import { isOwnKey } from '../../ledger/seal.ts'
import { type Inspected, inspectStore } from '../../store/inspect.ts'
import { list, text } from '../../words/text.ts'
import type { CheckDeps, Finding } from '../finding.ts'

type Deps = Pick<CheckDeps, 'config' | 'clock'>

export async function check({ config, clock }: Deps): Promise<Finding[]> {
  const { databaseUrl, dataFolder: folder } = config
  const found = await inspectStore({ databaseUrl, folder, clock })
  const where = databaseUrl === undefined ? folder : 'DATABASE_URL'
  switch (found.state) {
    case 'ready':
      return ready(found, where, { config, clock })
    case 'new':
      return [{ level: 'good', what: text('doctor.store-new', { where }) }]
    case 'in-use':
      return [{ level: 'note', what: text('doctor.store-in-use', { why: found.error.text }) }]
    case 'not-writable':
      return [
        {
          level: 'error',
          stops: 'everything',
          what: text('doctor.store-not-writable', { where, reason: found.reason }),
          cure: text(databaseUrl === undefined ? 'doctor.make-folder-writable' : 'doctor.make-database-writable', {
            where,
          }),
        },
      ]
    case 'failed': {
      const reason = String(found.error.text.values?.reason ?? '')
      const cure =
        databaseUrl === undefined ? text('doctor.cure-folder', { where }) : text('doctor.cure-database', { reason })
      // Of a store that was moved away the sentence itself says what to do.
      const isMoved = hasCode(found.error, 'store-moved')
      return [{ level: 'error', stops: 'everything', what: found.error.text, ...(isMoved ? {} : { cure }) }]
    }
  }
}

function ready(found: Extract<Inspected, { state: 'ready' }>, where: string, { config, clock }: Deps): Finding[] {
  const { version, pending, unknown, now, sealed } = found
  const offSeconds = Math.round(Math.abs(clock.now().getTime() - now.getTime()) / 1000)
  const findings: Finding[] = [
    pending > 0
      ? { level: 'note', what: text('doctor.store-pending', { where, version, pending }) }
      : { level: 'good', what: text('doctor.store-good', { where, version }) },
  ]
  if (unknown.length > 0)
    findings.push({
      level: 'error',
      stops: 'everything',
      what: text('doctor.store-newer', { unknown: list([...unknown]) }),
      cure: text('doctor.upgrade'),
    })
  if (config.databaseUrl !== undefined && offSeconds * 1000 > seconds(60))
    findings.push({
      level: 'warning',
      what: text('doctor.database-clock', { seconds: offSeconds }),
      cure: text('doctor.set-clock'),
    })
  if (sealed && config.secret !== undefined && !isOwnKey(createKeys(config.secret), sealed))
    findings.push({
      level: 'error',
      stops: 'everything',
      what: text('doctor.other-secret'),
      cure: text('doctor.restore-secret'),
    })
  return findings
}
