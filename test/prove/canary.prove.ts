// 300 secrets at every entry point, and processes killed with secrets in their hands: none is left anywhere (T-J1).
import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import pg from 'pg'
import { expect, test } from 'vitest'
import { minutes } from '../../src/clock.ts'
import { runCanary } from '../canary/canary.ts'
import { killWithSecrets } from '../canary/killed.ts'
import { filesIn, type Place } from '../canary/places.ts'
import { runCanaryOnWire } from '../canary/wire.ts'
import { openSlackStage } from '../e2e/slack-stage.ts'
import { openTeamsStage } from '../e2e/teams-stage.ts'
import { serverForTests, testedStores } from '../store.ts'
import { command, withDatabase } from '../template.ts'
import { seedFor, sizes } from './sizes.ts'

const patience = { timeout: minutes(20) }
const inMegabytes = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`

/** All files of the server: tables, WAL, NOTIFY's pages, its log. Everything is written out first. */
async function filesOfServer(url: string): Promise<Place[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query('CHECKPOINT')
    const { rows } = await client.query<{ data_directory: string }>('SHOW data_directory')
    return await filesIn(rows[0]?.data_directory ?? '')
  } finally {
    await client.end()
  }
}

test.each(testedStores)('%s: none of the secrets is left anywhere', patience, async (on) => {
  const canary = await runCanary({
    secrets: sizes.canary.prove,
    onPages: sizes.canaryOnPages.prove,
    seed: seedFor(`canary on ${on}`),
    ...(on === 'embedded' ? { on } : {}),
    async morePlaces({ db }) {
      if (on === 'embedded') return []
      await sql`CHECKPOINT`.execute(db)
      return filesOfServer(serverForTests ?? '')
    },
  })
  process.stdout.write(`${on}: ${canary.secrets} secrets, ${inMegabytes(canary.bytes)} searched\n`)
  expect(canary.left).toEqual([])
})

test.each(testedStores)('%s: killed with secrets in their hands, processes leave none behind', patience, async (on) => {
  const seed = seedFor(`kills with secrets on ${on}`)
  const database = `latchkey_canary_${randomBytes(6).toString('hex')}`
  const server = on === 'postgres' ? (serverForTests ?? '') : undefined
  if (server) await command(server, `CREATE DATABASE ${database}`)
  try {
    const { left, kills, bytes } = await killWithSecrets({
      seed,
      ...(server ? { databaseUrl: withDatabase(server, database), morePlaces: () => filesOfServer(server) } : {}),
    })
    process.stdout.write(`${on}: ${kills} kills, ${inMegabytes(bytes)} searched\n`)
    expect(left).toEqual([])
    expect(kills).toBe(6)
  } finally {
    if (server) await command(server, `DROP DATABASE IF EXISTS ${database} WITH (FORCE)`)
  }
})

test.each([
  ['Slack', openSlackStage],
  ['Teams', openTeamsStage],
] as const)(
  '%s: what is typed in front of the real adapter is left nowhere either',
  patience,
  async (on, openStage) => {
    const canary = await runCanaryOnWire((store) => openStage(store), {
      secrets: sizes.canaryOnWire.prove,
      seed: seedFor(`canary on ${on}`),
    })
    process.stdout.write(`${on}: ${canary.secrets} secrets, ${inMegabytes(canary.bytes)} searched\n`)
    expect(canary.left).toEqual([])
  },
)
