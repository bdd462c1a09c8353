// `store`: `move` takes everything from the folder to PostgreSQL, or back, while nobody uses either; the others say what was done by hand.
import { Command, Option } from 'commander'
import { systemClock } from '../clock.ts'
import { type Config, readConfig } from '../config.ts'
import { LatchkeyError } from '../errors.ts'
import { createKeys } from '../keys.ts'
import { createLog } from '../log.ts'
import { jobsFolder } from '../parts.ts'
import { refusePutBack } from '../secrets/own-place.ts'
import { jobNames } from '../store/jobs.ts'
import { type Moved, moveStore } from '../store/move.ts'
import { type OpenStore, openStore } from '../store/open.ts'
import { refuseUsed } from '../store/postgres.ts'
import { english } from '../words/render.ts'
import { type Text, text } from '../words/text.ts'
import { movedCommand } from './store/moved.ts'
import { restoredCommand } from './store/restored.ts'

const places = ['postgres', 'folder'] as const
type Place = (typeof places)[number]

export const storeCommand = (): Command =>
  new Command('store')
    .description(english(text('store.about')))
    .addCommand(
      new Command('move')
        .description(english(text('store.move')))
        .addOption(new Option('--to <place>', english(text('store.to'))).choices(places).makeOptionMandatory())
        .action(async ({ to }: { to: Place }) => {
          const config = readConfig()
          for (const line of told(await move(config, to), to, config)) process.stdout.write(`${english(line)}\n`)
        }),
    )
    .addCommand(movedCommand())
    .addCommand(restoredCommand())

async function move(config: Config, to: Place): Promise<Moved> {
  const { databaseUrl } = config
  if (databaseUrl === undefined) throw new LatchkeyError('bad-input', { reason: text('store.no-database') })
  await refuseUsed(databaseUrl)
  const from = await open(config, to === 'postgres' ? 'folder' : 'postgres')
  try {
    await refusePutBack(from, { keys: createKeys(config.secret) })
    const target = await open(config, to)
    try {
      return await moveStore(from, target)
    } finally {
      await target.close()
    }
  } finally {
    await from.close()
  }
}

const open = async (config: Config, place: Place): Promise<OpenStore> =>
  openStore({
    ...(place === 'postgres' ? { databaseUrl: config.databaseUrl } : { folder: config.dataFolder }),
    queues: await jobNames(jobsFolder),
    clock: systemClock,
    log: createLog({ level: 'error', secrets: [config.secret, config.databaseUrl ?? ''] }),
  })

function told({ tables, jobs, head }: Moved, to: Place, { dataFolder }: Config): Text[] {
  const rows = [...tables.values()].reduce((sum, count) => sum + count, 0)
  return [
    ...[...tables].map(([table, count]) => text('store.moved-table', { table, count })),
    text('store.moved', { rows, tables: tables.size, jobs, records: head.seq, hash: head.hash.slice(0, 12) }),
    to === 'postgres' ? text('store.start-postgres', { folder: dataFolder }) : text('store.start-folder'),
  ]
}
