// PostgreSQL as `doctor` sees it: empty, read-only, not there, or on another time.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { minutes, movableClock } from '../../src/clock.ts'
import { check } from '../../src/doctor/checks/store.ts'
import { serverForTests } from '../store.ts'
import { command, withDatabase } from '../template.ts'
import { examined, told } from './harness.ts'

const { config } = examined()
const look = async (changed: { databaseUrl: string }, clock = movableClock()) =>
  (await check({ config: { ...config(), ...changed }, clock })).map((one) => `${one.level}: ${told(one)}`)

test('a server that does not answer', async () => {
  expect(await look({ databaseUrl: 'postgres://latchkey:canary@127.0.0.1:9/latchkey' })).toEqual([
    expect.stringMatching(/^error: .*does not answer: ECONNREFUSED → Nothing listens at the address in DATABASE_URL/),
  ])
})

// Only where TEST_DATABASE_URL names a server.
describe.each(serverForTests ? [serverForTests] : [])('on PostgreSQL', (server) => {
  const name = `latchkey_doctor_${process.pid}`
  const databaseUrl = withDatabase(server, name)
  beforeAll(() => command(server, `CREATE DATABASE ${name}`))
  afterAll(() => command(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`))

  test('an empty database is good, and stays empty', async () => {
    const said = await look({ databaseUrl })
    expect(said).toEqual([expect.stringMatching(/^note: The store \(DATABASE_URL, PostgreSQL .*next start brings/)])
    expect(await look({ databaseUrl })).toEqual(said)
  })

  test('its clock counts too', async () => {
    expect(await look({ databaseUrl }, movableClock(minutes(3)))).toContainEqual(
      expect.stringMatching(/^warning: The database’s clock and this machine’s differ by 1[78]\d seconds/),
    )
  })

  test('a read-only one, and one that is not there', async () => {
    expect(await look({ databaseUrl: withDatabase(server, 'latchkey_no_such') })).toEqual([
      expect.stringMatching(/^error: .*3D000 → Check host, port, user, password and database name/),
    ])
    await command(server, `ALTER DATABASE ${name} SET default_transaction_read_only = on`)
    expect(await look({ databaseUrl })).toEqual([
      expect.stringMatching(/^error: The store \(DATABASE_URL\) cannot be written \(25006\)\. → .*primary server/),
    ])
  })
})
