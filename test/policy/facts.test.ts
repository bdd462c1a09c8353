// The facts of a plan: read from the sandbox, the catalogue and the store, with nothing taken on trust.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Action } from '../../src/action.ts'
import { actions } from '../../src/actions/index.ts'
import { days, hours, later, minutes, movableClock } from '../../src/clock.ts'
import type { Account, UserId } from '../../src/ids.ts'
import { createKeys } from '../../src/keys.ts'
import type { Organisation } from '../../src/organisation/organisation.ts'
import type { Step } from '../../src/plan.ts'
import { type Asked, choiceOf, readFacts } from '../../src/policy/facts.ts'
import { requestStates } from '../../src/requests/states.ts'
import type { Skill } from '../../src/skill.ts'
import { loadSkills } from '../../src/skills.ts'
import type { OpenStore } from '../../src/store/open.ts'
import { companyForTests, northwind, person, team } from '../people/company.ts'
import { aHash, aRequest, aUser } from '../store/rows.ts'
import { openTestStore } from '../store.ts'

const company = companyForTests()
const clock = movableClock()
const [maya, leo, priya] = [person('maya.alvarez'), person('leo.brandt'), person('priya.nair')]
const account: Account = { platform: 'slack', tenant: 'T1', user: 'U1' }
const add = (user: UserId, group = 'Looker – Analyst'): Step => ({
  action: 'add-to-group',
  input: { user, group: team(group) },
})

let store: OpenStore
let skills: Map<string, Skill>
beforeAll(async () => {
  store = await openTestStore({ clock })
  skills = await loadSkills()
})
afterAll(() => store.close())

function asked(changed: Partial<Asked> = {}): Asked {
  const skillName = changed.skillName ?? 'join-group'
  const skill = skills.get(skillName)
  if (!skill) throw new Error(`there is no skill ${skillName}`)
  const boundSince = later(clock.now(), -days(30))
  return { skillName, skill, requester: leo, subject: leo, account, boundSince, steps: [add(leo)], ...changed }
}
const read = (changed: Partial<Asked> = {}, organisation: Organisation = northwind) =>
  readFacts(
    {
      store,
      clock,
      keys: createKeys('a-secret-of-thirty-two-characters'),
      methods: ['push', 'vouch'],
      organisation,
      directory: company.directory(),
      actions: new Map<string, Action>(Object.values(actions).map((action) => [action.name, action as Action])),
    },
    asked(changed),
  )

test('an ordinary ask', async () => {
  expect(await read()).toMatchObject({
    requester: { isActive: true, binding: { kind: 'bound' } },
    subject: { isRequester: true, protection: 'no' },
    relations: ['self'],
    sensitivity: 'ordinary',
    groups: [{ name: 'Looker – Analyst', isRequestable: true, isPrivileged: false, approver: ['owner'] }],
  })
})

test('for somebody else: by their manager, by IT, and by a colleague', async () => {
  const steps = [add(maya)]
  expect(await read({ requester: priya, subject: maya, steps })).toMatchObject({
    subject: { isRequester: false },
    relations: ['manager'],
  })
  expect(await read({ requester: person('ben.carter'), subject: maya, steps })).toMatchObject({ relations: ['it'] })
  expect(await read({ subject: maya, steps })).toMatchObject({ relations: [] })
})

test('people as they are now: suspended, protected, only known by their address', async () => {
  await company.change('leo.brandt', { state: 'SUSPENDED' })
  expect(await read({ boundSince: undefined })).toMatchObject({
    requester: { isActive: false, binding: { kind: 'candidate' } },
  })
  const omar = person('omar.farouk')
  expect(await read({ requester: omar, subject: omar, steps: [add(omar)] })).toMatchObject({
    subject: { protection: 'yes' },
  })
})

test('a step about somebody else than the plan says is nobody’s to ask for', async () => {
  expect(await read({ steps: [add(leo), add(maya)] })).toMatchObject({ relations: [] })
  expect(await read({ requester: priya, subject: leo, steps: [add(priya)] })).toMatchObject({ relations: [] })
  const bind: Step = { action: 'bind-account', input: { user: leo, account } }
  expect(await read({ steps: [bind, add(leo)] })).toMatchObject({ relations: ['self'], sensitivity: 'binding' })
  const bindOther: Step = { action: 'bind-account', input: { user: maya, account } }
  expect(await read({ steps: [bindOther, add(leo)] })).toMatchObject({ relations: [] })
})

test('an action that is gone is an error, not a harmless one', async () => {
  await expect(read({ steps: [{ action: 'delete-everything', input: {} }] })).rejects.toMatchObject({
    code: 'not-found',
  })
})

describe('groups', () => {
  const groupsOf = async (name: string, organisation?: Organisation) =>
    (await read({ steps: [add(leo, name)] }, organisation)).groups

  test('are requestable only by the catalogue, whatever case it is written in', async () => {
    expect(await groupsOf('Finance')).toMatchObject([{ isRequestable: false, approver: [] }])
    expect(await groupsOf('Figma – Editors')).toMatchObject([{ isRequestable: true, approver: ['owner', 'manager'] }])
    expect(await groupsOf('Looker – Admin')).toMatchObject([{ isRequestable: true, isPrivileged: true }])
    company.rename('Wiki – Readers', 'WIKI – Readers')
    expect(await groupsOf('Wiki – Readers')).toMatchObject([{ isRequestable: true, approver: ['manager'] }])
    company.rename('Wiki – Readers', 'Wiki – Writers')
    expect(await groupsOf('Wiki – Readers')).toMatchObject([{ name: 'Wiki – Writers', isRequestable: false }])
  })

  test('that give root on servers are not, even when they are listed', async () => {
    const [first] = northwind.groups
    if (!first) throw new Error('the example has groups')
    const listed = { ...northwind, groups: [{ ...first, name: 'Server Operators' }] }
    expect(await groupsOf('Server Operators', listed)).toMatchObject([{ isRequestable: false }])
  })

  test('that are left need no entry', async () => {
    const steps: Step[] = [{ action: 'remove-from-group', input: { user: leo, group: team('Finance') } }]
    expect(await read({ skillName: 'leave-group', steps })).toMatchObject({ groups: [] })
  })
})

describe('how often', () => {
  const requester = leo
  const ask = (row: Parameters<typeof aRequest>[0] & { ago?: number }) => {
    const { ago = 0, ...rest } = row
    const values = aRequest({
      requester,
      skill: 'join-group',
      state: 'done',
      asked_at: later(clock.now(), -ago),
      ...rest,
    })
    return store.db.insertInto('request').values(values).returning('id').executeTakeFirstOrThrow()
  }
  const reset = async () => {
    for (const table of ['proof', 'vote', 'request'] as const) await store.db.deleteFrom(table).execute()
  }

  test('counts this person’s asks of this skill within the hour, the day and the week', async () => {
    await reset()
    for (const ago of [minutes(1), minutes(59), minutes(61), hours(23), hours(25), days(6), days(8)]) await ask({ ago })
    await ask({ skill: 'unlock-account' })
    await ask({ requester: aUser() })
    expect(await read()).toMatchObject({ used: { hour: 2, day: 4, week: 6 } })
  })

  test('counts what failed, not what was cancelled or refused', async () => {
    await reset()
    for (const state of requestStates) await ask({ state })
    expect((await read()).used.day).toBe(requestStates.length - 4)
  })

  test('counts what was denied, or nobody answered, once it was proven or decided: a thief at the chat uses nothing up', async () => {
    await reset()
    const by = { person: leo, platform: 'slack', tenant: 'T1', account_user: 'U1' }
    const proof = (id: string, state: 'failed' | 'completed') =>
      store.db
        .insertInto('proof')
        .values({
          ...{ ...by, id: aHash(), request_id: id, plan_hash: aHash(), level: 'S1', method: 'push', state },
          ...{ code_digest: null, code_typed_at: null, push_endpoint: null, push_id: null, push_status: null },
          ...{ sent_at: clock.now(), expires_at: clock.now(), completed_at: null, mac: null },
        })
        .execute()
    for (const state of ['denied', 'expired'] as const) {
      const [unproven, failed, proven] = [await ask({ state }), await ask({ state }), await ask({ state })]
      expect(unproven.id).not.toBe(failed.id)
      await proof(failed.id, 'failed')
      await proof(proven.id, 'completed')
    }
    expect(await read()).toMatchObject({ used: { hour: 2, day: 2, week: 2 } })
    const { id } = await ask({ state: 'denied' })
    const vote = { ...by, request_id: id, plan_hash: aHash(), decision: 'deny' as const, rules: '[]', reason: null }
    await store.db
      .insertInto('vote')
      .values({ ...vote, at: clock.now(), mac: '' })
      .execute()
    expect(await read()).toMatchObject({ used: { day: 3 } })
  })

  test('measures a request against what came before it, never against itself or newer ones', async () => {
    await reset()
    await ask({ ago: hours(5) })
    const { id } = await ask({ ago: hours(4), state: 'approving' })
    for (let newer = 0; newer < 9; newer += 1) await ask({ ago: hours(1) })
    expect(await read({ request: id })).toMatchObject({ used: { day: 1 } })
    expect(await read()).toMatchObject({ used: { day: 11 } })
  })

  test('counts every open request of the person, of whatever skill, but not the one that is looked at', async () => {
    await reset()
    const ids: string[] = []
    for (const state of requestStates) ids.push((await ask({ state, skill: 'unlock-account' })).id)
    expect((await read()).openRequests).toBe(6)
    expect((await read({ request: ids[0] ?? '' })).openRequests).toBe(5)
    await ask({ requester: aUser(), state: 'approving' })
    expect((await read()).openRequests).toBe(6)
  })
})

test('an organisation that chose nothing for a skill leaves it as it is', () => {
  expect(choiceOf({ organisation: northwind }, 'leave-group')).toEqual({})
  expect(choiceOf({ organisation: northwind }, 'unlock-account')).toMatchObject({ enabled: true, proof: 'S1' })
})
