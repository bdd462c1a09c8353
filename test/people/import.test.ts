// An administrator's import connects accounts only when every line of the file is right.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { systemClock } from '../../src/clock.ts'
import { userId } from '../../src/ids.ts'
import { createCaller } from '../../src/jumpcloud/client.ts'
import { createDirectory } from '../../src/jumpcloud/directory.ts'
import { jumpcloudHosts } from '../../src/jumpcloud/hosts.ts'
import { readEndpoints } from '../../src/jumpcloud/reads.ts'
import { createKeys } from '../../src/keys.ts'
import { createLedger, readLedger } from '../../src/ledger/ledger.ts'
import { createSealer } from '../../src/ledger/seal.ts'
import { type Bindings, createBindings } from '../../src/people/bindings.ts'
import { importBindings } from '../../src/people/import.ts'
import { sandboxKey } from '../../src/sandbox/keys.ts'
import { type Sandbox, startSandbox } from '../../src/sandbox/server.ts'
import { idOf } from '../../src/sandbox/state.ts'
import type { OpenStore } from '../../src/store/open.ts'
import { openTestStore } from '../store.ts'

let sandbox: Sandbox
let store: OpenStore
let bindings: Bindings
let close: () => Promise<void>

beforeAll(async () => {
  sandbox = await startSandbox()
  store = await openTestStore()
  const keys = createKeys('a secret that is long enough for tests, 32+')
  const ledger = createLedger({ clock: systemClock, keys, sealer: createSealer({ keys, clock: systemClock }) })
  bindings = createBindings({ store, keys, clock: systemClock, ledger })
  const caller = createCaller({
    credential: { kind: 'api-key', key: sandboxKey },
    hosts: jumpcloudHosts('us', { consoleUrl: sandbox.url }),
    clock: systemClock,
    allowed: readEndpoints,
  })
  close = () => caller.close()
  deps = { bindings, directory: createDirectory(caller, { clock: systemClock }) }
})
let deps: Parameters<typeof importBindings>[0]
afterAll(async () => {
  await close()
  await store.close()
  await sandbox.close()
})

const header = 'platform,tenant,account,email\n'
const accountOf = (user: string) => ({ platform: 'slack', tenant: 'T1', user })
const idFor = (username: string) => userId.parse(idOf('user', username))

describe('an import', () => {
  test('connects each account once, in any spelling of the address, and records who', async () => {
    const csv = `\uFEFF${header}slack,T1,U1,LEO.Brandt@northwind.example\nslack,T1,U2,"mei.tanaka@northwind.example"\n\n`
    expect(await importBindings(deps, csv)).toEqual({ done: 2, already: 0 })
    expect(await bindings.find(accountOf('U1'))).toMatchObject({ user: idFor('leo.brandt'), how: 'import' })
    expect(await importBindings(deps, csv)).toEqual({ done: 0, already: 2 })
    const events = await readLedger(store, { limit: 10 })
    expect(events.map(({ event }) => event)).toEqual(['binding.imported', 'binding.imported'])
  })

  test.each([
    ['an address that nobody has', 'slack,T1,U7,nobody@northwind.example', 'no single JumpCloud user'],
    ['somebody who is suspended', 'slack,T1,U7,sam.kowalski@northwind.example', 'not active'],
    ['a word that is no address', 'slack,T1,U7,leo', 'is no e-mail address'],
    ['an account without an id', 'slack,T1,,leo.brandt@northwind.example', 'no account'],
    ['the same account twice', 'slack,T1,U8,leo.brandt@northwind.example', 'earlier line'],
    ['an account of somebody else', 'slack,T1,U1,tom.okafor@northwind.example', 'somebody else'],
  ])('with %s writes nothing at all and names the line', async (_, line, why) => {
    const csv = `${header}slack,T1,U8,tom.okafor@northwind.example\n${line}\n`
    await expect(importBindings(deps, csv)).rejects.toThrow(why)
    await expect(importBindings(deps, csv)).rejects.toThrow('line 3')
    expect(await bindings.find(accountOf('U8'))).toBeUndefined()
    expect(await bindings.find(accountOf('U1'))).toMatchObject({ user: idFor('leo.brandt') })
  })

  test.each([
    '',
    header,
    'a,b\n1,2\n',
    `${header}"unclosed`,
  ])('of no such table says which columns: %j', async (csv) => {
    await expect(importBindings(deps, csv)).rejects.toThrow('columns')
  })
})
