// What is particular to PostgreSQL: a server that does not answer or does not keep its word, and replicas that start together.
import { createServer } from 'node:net'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { systemClock } from '../../src/clock.ts'
import { hasCode } from '../../src/errors.ts'
import { openStore } from '../../src/store/open.ts'
import { command, withDatabase } from '../template.ts'

const open = (databaseUrl: string) => openStore({ databaseUrl, clock: systemClock, queues: ['wake-up'] })
const refusal = (databaseUrl: string) => open(databaseUrl).catch((error: unknown) => error)

test('says that no server answers, without the password', async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  await new Promise((resolve) => server.close(resolve))
  const refused = await refusal(`postgres://latchkey:hunter2@127.0.0.1:${port}/latchkey`)
  expect(hasCode(refused, 'store-unreachable')).toBe(true)
  expect(String(refused)).toContain('ECONNREFUSED')
  expect(String(refused)).not.toContain('hunter2')
})

const postgres = inject('postgres')

// Only where TEST_DATABASE_URL names a server.
describe.each(postgres ? [postgres.url] : [])('on a real server', (server) => {
  const name = `latchkey_fresh_${process.pid}`
  const url = withDatabase(server, name)
  beforeAll(() => command(server, `CREATE DATABASE ${name}`))
  afterAll(() => command(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`))

  test('lets three replicas that start together on an empty database take turns', async () => {
    const stores = await Promise.all([open(url), open(url), open(url)])
    for (const store of stores)
      expect(await store.db.selectFrom('ledger_head').select('seq').execute()).toEqual([{ seq: 0 }])
    await Promise.all(stores.map((store) => store.close()))
  })

  test('refuses a database that answers before a commit is kept', async () => {
    await command(server, `ALTER DATABASE ${name} SET synchronous_commit = off`)
    const refused = await refusal(url)
    expect(hasCode(refused, 'store-unsafe')).toBe(true)
    expect(String(refused)).toContain('synchronous_commit=off')
  })

  test('says what is wrong with a database that does not exist', async () => {
    const refused = await refusal(withDatabase(server, 'latchkey_no_such'))
    expect(hasCode(refused, 'store-unreachable')).toBe(true)
    expect(String(refused)).toContain('3D000')
  })
})
