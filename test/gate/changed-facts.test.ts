// Every fact that a plan rests on, changed one by one between the approval and the first step: nothing is done then (T-C6).
import { afterAll, beforeAll, expect, test } from 'vitest'
import { days, minutes } from '../../src/clock.ts'
import { hasCode } from '../../src/errors.ts'
import { runRequest } from '../../src/gate/gate.ts'
import type { Organisation, RequestableGroup } from '../../src/organisation/organisation.ts'
import { approve } from '../../src/requests/decisions.ts'
import type { Request } from '../../src/requests/request.ts'
import { groupFor, idFor, startTestLatchkey, type TestLatchkey, withoutJobs } from '../latchkey.ts'
import { approved, confirmed, decider, load } from '../requests/quietly.ts'

let it: TestLatchkey
beforeAll(async () => {
  it = await startTestLatchkey()
})
afterAll(() => it.stop())

const [looker, wiki] = ['Looker – Analyst', 'Wiki – Readers']

/** Asked by the manager of whoever is to get it, and agreed to by an owner. */
async function forColleague(): Promise<Request> {
  const input = { group: looker, days: 7, reason: 'for the q3 numbers' }
  const asked = await confirmed(it, 'priya.nair', { skill: 'join-group', input, subject: idFor('leo.brandt') })
  const quiet = withoutJobs(it.core)
  await quiet.store.tx((tx) => approve(tx, quiet, asked, decider(it, 'mei.tanaka')))
  return load(it, asked.id)
}

const forThemselves = () => approved(it, 'leo.brandt', looker, 'mei.tanaka')
const byManager = () => approved(it, 'leo.brandt', wiki, 'priya.nair')

/** Unlocking asks nobody here, unless whoever it is for is protected: nobody has agreed to it. */
function core(organisation: Organisation = it.core.organisation) {
  const skill = it.core.skills.get('unlock-account')
  if (!skill) throw new Error('there is a skill to unlock')
  const easy = { ...skill, policy: { ...skill.policy, proof: { floor: 'S0', default: 'S0' } as const } }
  const { 'unlock-account': _, ...choices } = organisation.skills
  return {
    ...withoutJobs(it.core),
    organisation: { ...organisation, skills: choices },
    skills: new Map(it.core.skills).set('unlock-account', easy),
  }
}

async function unlocking(): Promise<Request> {
  await it.sandbox.changeUser('hana.suzuki', { account_locked: true })
  return confirmed({ ...it, core: core() }, 'hana.suzuki', { skill: 'unlock-account' })
}

interface Change {
  now(): unknown
  back(): unknown
}
const user = (username: string, change: object, back: object): Change => ({
  now: () => it.sandbox.changeUser(username, change),
  back: () => it.sandbox.changeUser(username, back),
})
const member = (group: string, username: string, op: 'add' | 'remove'): Change => ({
  now: () => it.sandbox.changeMember(group, username, op),
  back: () => it.sandbox.changeMember(group, username, op === 'add' ? 'remove' : 'add'),
})

/** The same in every word, under another id. */
function anew<Kept>(all: Map<string, Kept>, id: string, named: (kept: Kept, id: string) => Kept): Change {
  const other = 'e'.repeat(24)
  const kept = all.get(id)
  if (!kept) throw new Error('what is made anew was there before')
  return {
    now: () => all.delete(id) && all.set(other, named(kept, other)),
    back: () => all.delete(other) && all.set(id, kept),
  }
}
const userAnew = (username: string) => anew(it.sandbox.state.users, idFor(username), (kept, _id) => ({ ...kept, _id }))
const groupAnew = (name: string) => anew(it.sandbox.state.groups, groupFor(name), (kept, id) => ({ ...kept, id }))

const ofPeople: [string, () => Promise<Request>, () => Change][] = [
  [
    'the state of whom it is for',
    forColleague,
    () => user('leo.brandt', { state: 'SUSPENDED' }, { state: 'ACTIVATED' }),
  ],
  ['whom it is for: deleted and made anew', forThemselves, () => userAnew('leo.brandt')],
  ['whom it is for, by a colleague: deleted and made anew', forColleague, () => userAnew('leo.brandt')],
  [
    'their manager, who agreed',
    byManager,
    () => user('leo.brandt', { manager: idFor('tom.okafor') }, { manager: idFor('priya.nair') }),
  ],
  [
    'their manager, who asked',
    forColleague,
    () => user('leo.brandt', { manager: idFor('tom.okafor') }, { manager: idFor('priya.nair') }),
  ],
  ['the state of who asked', forColleague, () => user('priya.nair', { state: 'SUSPENDED' }, { state: 'ACTIVATED' })],
  ['the approver: deleted and made anew', forThemselves, () => userAnew('mei.tanaka')],
  ['a group that protects', unlocking, () => member('Executives', 'hana.suzuki', 'add')],
  ['a role that protects', unlocking, () => member('IT – Service Desk', 'hana.suzuki', 'add')],
  [
    'an administrator of JumpCloud',
    unlocking,
    () => user('hana.suzuki', { admin: { id: 'a'.repeat(24), roleName: 'Administrator' } }, { admin: null }),
  ],
  ['whether they are in the group', forColleague, () => member(looker, 'leo.brandt', 'add')],
  ['the group: deleted and made anew', forThemselves, () => groupAnew(looker)],
]

async function expectNothing(request: Request, organisation?: Organisation): Promise<void> {
  const writes = await it.sandbox.writes()
  expect(request.state).toBe('ready')
  // Where a name led is remembered for five minutes, here as everywhere.
  it.clock.advance(minutes(6))
  try {
    await runRequest(core(organisation), request.id, AbortSignal.timeout(10_000))
    expect(await it.stateOf(request.id)).toBe('failed')
  } catch (error) {
    // Whom there is nothing to read about: looked at again until its time is over.
    if (!hasCode(error, 'jumpcloud-not-found')) throw error
    expect(await it.stateOf(request.id)).toBe('ready')
    await it.db.updateTable('request').set({ state: 'cancelled' }).where('id', '=', request.id).execute()
  }
  expect(await it.sandbox.writes()).toEqual(writes)
  expect(await it.ledger(request.id)).not.toContain('step.about-to')
}

test.each(ofPeople)('%s', async (_what, ask, change) => {
  // Neither the day's limit nor that of open requests is what is looked at here.
  it.clock.advance(days(1))
  const request = await ask()
  const { now, back } = change()
  await now()
  try {
    await expectNothing(request)
  } finally {
    await back()
  }
})

const withGroup = (change: Partial<RequestableGroup>): Organisation => ({
  ...it.core.organisation,
  groups: it.core.organisation.groups.map((group) => (group.name === looker ? { ...group, ...change } : group)),
})
const withSkill = (choice: object): Organisation => {
  const usual = { enabled: true, proof: undefined, approvals: undefined, limit: undefined }
  return { ...it.core.organisation, skills: { ...it.core.organisation.skills, 'join-group': { ...usual, ...choice } } }
}

/** Even under the version of before, which alone would stop it. */
test.each<[string, () => Organisation]>([
  ['the group is privileged', () => withGroup({ tier: 'privileged' })],
  ['the group is in the catalogue no more', () => ({ ...it.core.organisation, groups: [] })],
  ['the approver is no owner of it any more', () => withGroup({ owners: ['tom.okafor@northwind.example'] })],
  ['nobody owns it', () => withGroup({ owners: [] })],
  ['their manager decides about it', () => withGroup({ approver: 'manager' })],
  ['somebody of security has to agree as well', () => withSkill({ approvals: [{ by: ['security'] }] })],
  ['a proof is asked for', () => withSkill({ proof: 'S2' })],
  ['the skill is off', () => withSkill({ enabled: false })],
])('the choices of the organisation: %s', async (_what, changed) => {
  it.clock.advance(days(1))
  const request = await forThemselves()
  await expectNothing(request, changed())
})

test('none of that: it is done', async () => {
  it.clock.advance(days(1))
  for (const ask of [forColleague, byManager, unlocking]) {
    const request = await ask()
    await runRequest(core(), request.id, AbortSignal.timeout(10_000))
    expect(await it.stateOf(request.id)).toBe('done')
  }
})
