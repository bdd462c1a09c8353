// `secrets rotate`: seals everything under a new LATCHKEY_SECRET, while no Latchkey runs on the store.
import { Command } from 'commander'
import { systemClock } from '../clock.ts'
import { readConfig } from '../config.ts'
import { LatchkeyError } from '../errors.ts'
import { createKeys } from '../keys.ts'
import { createLedger } from '../ledger/ledger.ts'
import { createSealer } from '../ledger/seal.ts'
import { createLog } from '../log.ts'
import { jobsFolder } from '../parts.ts'
import { type Rotated, rotateSecret } from '../secrets/rotate.ts'
import { jobNames } from '../store/jobs.ts'
import { openStore } from '../store/open.ts'
import { refuseUsed } from '../store/postgres.ts'
import { english } from '../words/render.ts'
import { type Text, text } from '../words/text.ts'

export const secretsCommand = (): Command =>
  new Command('secrets').description(english(text('secrets.about'))).addCommand(
    new Command('rotate').description(english(text('secrets.rotate'))).action(async () => {
      for (const line of told(await rotate())) process.stdout.write(`${english(line)}\n`)
    }),
  )

async function rotate(): Promise<Rotated> {
  const { secret, previousSecret, databaseUrl, dataFolder } = readConfig()
  if (previousSecret === undefined) throw new LatchkeyError('bad-input', { reason: text('secrets.no-previous') })
  if (previousSecret === secret) throw new LatchkeyError('bad-input', { reason: text('secrets.same') })
  // The folder of an embedded store has a lock of its own.
  if (databaseUrl !== undefined) await refuseUsed(databaseUrl)
  const clock = systemClock
  const store = await openStore({
    databaseUrl,
    folder: dataFolder,
    queues: await jobNames(jobsFolder),
    clock,
    log: createLog({ level: 'error', secrets: [secret, previousSecret, databaseUrl ?? ''] }),
  })
  try {
    const [from, to] = [createKeys(previousSecret), createKeys(secret)]
    const ledger = createLedger({ clock, keys: to, sealer: createSealer({ keys: to, clock }) })
    return await rotateSecret({ store, clock, ledger, from, to })
  } finally {
    await store.close()
  }
}

function told({ isNew, again, refused }: Rotated): Text[] {
  if (!isNew) return [text('secrets.done-before')]
  const rows = [...again.values()].reduce((sum, count) => sum + count, 0)
  return [
    text('secrets.rotated', { rows }),
    ...refused.map(({ table, key }) => text('secrets.refused', { table, key })),
    ...(refused.length > 0 ? [text('secrets.refused-next')] : []),
    text('secrets.next'),
  ]
}
