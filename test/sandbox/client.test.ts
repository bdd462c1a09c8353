// Our own client against the sandbox: the two were written apart, and here they meet.
import { afterAll, expect, test } from 'vitest'
import addToGroup from '../../src/actions/add-to-group.ts'
import unlockUser from '../../src/actions/unlock-user.ts'
import { groupId, userId } from '../../src/ids.ts'
import type { Credential } from '../../src/jumpcloud/auth.ts'
import { createCaller, type JumpCloudCaller } from '../../src/jumpcloud/client.ts'
import { createDirectory } from '../../src/jumpcloud/directory.ts'
import { jumpcloudHosts } from '../../src/jumpcloud/hosts.ts'
import { createPushes } from '../../src/jumpcloud/push.ts'
import { sandboxClient, sandboxKey } from '../../src/sandbox/keys.ts'
import { idOf } from '../../src/sandbox/state.ts'
import { group, sandboxForTests, user } from './api.ts'

const { clock, post, sandbox } = sandboxForTests()
const open: JumpCloudCaller[] = []
afterAll(async () => {
  for (const caller of open) await caller.close()
})

const maya = userId.parse(user('maya.alvarez'))
const leo = userId.parse(user('leo.brandt'))
const analyst = groupId.parse(group('Looker – Analyst'))

function callerWith(credential: Credential = { kind: 'api-key', key: sandboxKey }): JumpCloudCaller {
  const { url } = sandbox()
  const hosts = jumpcloudHosts('us', { consoleUrl: url, insightsUrl: url, oauthUrl: url })
  const orgId = idOf('organization', 'northwind')
  const caller = createCaller({ credential, hosts, clock, orgId, sleep: async () => {} })
  open.push(caller)
  return caller
}
const directory = (credential?: Credential) => createDirectory(callerWith(credential), { clock })

test('everybody is streamed once, in pages', async () => {
  const names = new Set<string>()
  for await (const one of directory().users()) names.add(one.name)
  expect(names.size).toBe(sandbox().state.users.size)
})

test('people are found exactly, however their address was typed, and never by a part', async () => {
  const reads = directory()
  expect((await reads.findUser({ email: 'maya.alvarez@northwind.example' }))?.id).toBe(maya)
  expect((await reads.findUser({ email: 'tomas.novak@northwind.example' }))?.name).toBe('Tomas Novak')
  expect((await reads.findUser({ username: 'alex.kim' }))?.name).toBe('Alex Kim')
  expect(await reads.findUser({ username: 'alex' })).toBeUndefined()
})

test('a person’s facts, manager, groups and events', async () => {
  const reads = directory({ kind: 'client', ...sandboxClient })
  expect(await reads.user(maya)).toMatchObject({
    locked: true,
    passwordExpired: false,
    state: 'ACTIVATED',
    isAdmin: false,
  })
  expect(await reads.user(userId.parse(user('ruth.adler')))).toMatchObject({ isAdmin: true })
  expect((await reads.user(userId.parse(user('grace.mbeki')))).managedElsewhere).toContain('password')
  expect((await reads.manager(maya))?.name).toBe('Priya Nair')
  expect((await reads.memberOf(maya)).map((membership) => membership.group.name).sort()).toEqual([
    'All Staff',
    'Finance',
  ])
  const [newest] = await reads.events({ user: maya, username: 'maya.alvarez' })
  expect(newest).toMatchObject({ type: 'user_lockout', userId: maya })
  expect(await reads.organisation()).toMatchObject({ name: 'Northwind' })
  expect(await reads.findGroup('server operators')).toMatchObject({ grantsSudo: true })
})

test('the actions do what they say and see that it is done', async () => {
  const writer = callerWith({ kind: 'api-key', key: 'jca_sandbox_write' })
  const bindings = { isBound: async () => true, bind: async () => {} }
  const never = async () => false
  const freezes = { isFrozen: never, freeze: never, unfreeze: never }
  const effects = {
    writer,
    directory: directory(),
    bindings,
    freezes,
    signal: AbortSignal.timeout(5000),
    aboutToAt: undefined,
    value: undefined,
  }
  const unlock = { user: maya }
  expect(await unlockUser.check(unlock, effects)).toEqual({ state: 'to-do' })
  await unlockUser.run(unlock, effects)
  expect(await unlockUser.verify(unlock, effects)).toBe(true)
  const join = addToGroup.input.parse({ user: leo, group: analyst })
  await addToGroup.run(join, effects)
  expect(await addToGroup.verify(join, effects)).toBe(true)
})

test('a push is accepted on the phone', async () => {
  const pushes = createPushes(callerWith({ kind: 'api-key', key: 'jca_sandbox_verify' }))
  const [device] = await pushes.devices(maya)
  const sent = await pushes.send(maya, device?.id ?? '', 'Type 123456')
  await post(`/_sandbox/phones/${maya}`, { push: sent.id, do: 'accept' })
  expect(await pushes.read(sent.id)).toMatchObject({ status: 'ACCEPTED', userId: maya, deviceId: device?.id })
})

test('an outage of a moment is not seen by a read; a lost answer to a write is an unknown outcome', async () => {
  await post('/_sandbox/faults', { kind: 'status', status: 503, times: 2 })
  expect((await directory().user(maya)).locked).toBe(true)
  await post('/_sandbox/faults', { kind: 'drop-after', times: 1, match: { method: 'POST' } })
  const { endpoint } = unlockUser
  if (!endpoint) throw new Error('unlocking is a call')
  const written = callerWith().call(endpoint, { params: { user: maya } })
  await expect(written).rejects.toMatchObject({ code: 'jumpcloud-unknown-outcome' })
  expect((await directory().user(maya)).locked).toBe(false)
})
