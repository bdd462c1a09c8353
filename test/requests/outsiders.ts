// Presses of Approve by everybody in a company and by every kind of outsider, on each kind of plan (T-C3).
import { randomUUID } from 'node:crypto'
import { expect } from 'vitest'
import { days, hours, later } from '../../src/clock.ts'
import { createInbox } from '../../src/conversation/inbox.ts'
import { takeTurn } from '../../src/conversation/turn.ts'
import type { Account } from '../../src/ids.ts'
import { noteRoles } from '../../src/people/role-since.ts'
import { type ApprovalRule, noWait } from '../../src/policy/policy.ts'
import { insertSteps } from '../../src/requests/create.ts'
import { people as company } from '../../src/sandbox/company/people.ts'
import { seededRandom } from '../full/random.ts'
import { groupFor, idFor, type TestLatchkey, type TestOptions, withoutJobs } from '../latchkey.ts'
import { aStoredRequest } from './stored.ts'

interface Plan {
  name: string
  requester: string
  subject: string
  step: { action: string; input: Record<string, string | number | boolean | null | string[]> }
  approvals: readonly ApprovalRule[]
  /** Who may say yes in a chat, by hand from the house's papers. */
  counts: readonly string[]
  /** Takes away what they are, and gives it back. */
  demote(it: TestLatchkey, who: string): Promise<() => Promise<unknown>>
}

const join = (subject: string, group: string) => ({
  action: 'add-to-group',
  input: { user: idFor(subject), group: groupFor(group) },
})
const reset = (subject: string) => ({
  action: 'reset-mfa',
  input: { user: idFor(subject), devices: [], hasPasskey: false, minutes: 60, totpSince: null },
})
const [looker, figma, wiki, desk] = ['Looker – Analyst', 'Figma – Editors', 'Wiki – Readers', 'IT – Service Desk']

/** As an owner they are known by their address. */
async function noOwner(it: TestLatchkey, who: string) {
  await it.sandbox.changeUser(who, { email: `${who}@elsewhere.example` })
  return () => it.sandbox.changeUser(who, { email: `${who}@northwind.example` })
}
const noManagerOf = (subject: string, boss: string) => async (it: TestLatchkey) => {
  await it.sandbox.changeUser(subject, { manager: idFor('ingrid.solberg') })
  return () => it.sandbox.changeUser(subject, { manager: idFor(boss) })
}
async function noHelper(it: TestLatchkey, who: string) {
  await it.sandbox.changeMember(desk, who, 'remove')
  return () => it.sandbox.changeMember(desk, who, 'add')
}

/** In `counts`, whoever stands first is the approver whom the kinds of outsiders come from. */
const plans: readonly Plan[] = [
  {
    name: 'a group, by its owner',
    requester: 'leo.brandt',
    subject: 'leo.brandt',
    step: join('leo.brandt', looker),
    approvals: [{ by: ['owner'] }],
    counts: ['mei.tanaka', 'tom.okafor'],
    demote: noOwner,
  },
  {
    name: 'a group, for one of its owners',
    requester: 'mei.tanaka',
    subject: 'mei.tanaka',
    step: join('mei.tanaka', looker),
    approvals: [{ by: ['owner'] }],
    counts: ['tom.okafor'],
    demote: noOwner,
  },
  {
    name: 'a group, by the manager',
    requester: 'leo.brandt',
    subject: 'leo.brandt',
    step: join('leo.brandt', wiki),
    approvals: [{ by: ['manager'] }],
    counts: ['priya.nair'],
    demote: noManagerOf('leo.brandt', 'priya.nair'),
  },
  {
    name: 'a group, asked for by the manager who could else decide',
    requester: 'priya.nair',
    subject: 'leo.brandt',
    step: join('leo.brandt', looker),
    approvals: [{ by: ['owner', 'manager'] }],
    counts: ['tom.okafor', 'mei.tanaka'],
    demote: noOwner,
  },
  {
    name: 'a group, by its owner or the manager',
    requester: 'amara.diallo',
    subject: 'amara.diallo',
    step: join('amara.diallo', figma),
    approvals: [{ by: ['owner', 'manager'] }],
    counts: ['zoe.laurent', 'patrick.byrne'],
    demote: noOwner,
  },
  {
    name: 'an administrator who is locked out',
    requester: 'ruth.adler',
    subject: 'ruth.adler',
    approvals: [{ by: ['it', 'security', 'admin'] }],
    step: { action: 'unlock-user', input: { user: idFor('ruth.adler') } },
    counts: ['ben.carter', 'dana.whitfield', 'omar.farouk', 'nadia.petrova', 'felix.braun'],
    demote: noHelper,
  },
  {
    name: 'a second factor, by two',
    requester: 'hana.suzuki',
    subject: 'hana.suzuki',
    step: reset('hana.suzuki'),
    approvals: [{ by: ['manager'] }, { by: ['it'] }],
    demote: noHelper,
    counts: ['ben.carter', 'dana.whitfield', 'omar.farouk', 'patrick.byrne'],
  },
  {
    name: 'a second factor, on the page alone',
    requester: 'hana.suzuki',
    subject: 'hana.suzuki',
    step: reset('hana.suzuki'),
    approvals: [
      { by: ['manager'], proof: 'S2' },
      { by: ['it'], proof: 'S2' },
    ],
    counts: [],
    demote: noHelper,
  },
  {
    name: 'by a role that nobody has',
    requester: 'leo.brandt',
    subject: 'leo.brandt',
    step: join('leo.brandt', wiki),
    approvals: [{ by: ['hr'] }],
    counts: [],
    demote: noHelper,
  },
]

const elsewhere = 'elsewhere'
const outside = ['guest', 'bot', 'foreign-tenant', 'deactivated', 'unconfirmed-email', 'stranger'] as const

/** What Latchkey starts with: everybody on two platforms, one who is new on the first, and a house without HR. */
export const outsidersHouse: TestOptions = {
  platforms: ['test', elsewhere],
  others: [{ user: 'newcomer', name: 'New Comer', email: undefined }],
  organisation: (example) => ({ ...example, roles: { ...example.roles, hr: { groups: [], people: [] } } }),
}

interface Presser {
  name: string
  /** Presses with what they could get hold of; whom the yes would be counted for. `who`: the approver they come from. */
  press(it: TestLatchkey, plan: Plan, who: string, press: Press): Promise<unknown>
  counts(plan: Plan, who: string): string[]
}
/** `of`: whose button it is, if it is not their own. */
type Press = (account: Account, of?: Account) => Promise<void>

const nobody = () => []
const here = (it: TestLatchkey, user: string) => it.chat.account(user)
const there = (it: TestLatchkey, user: string): Account => ({ ...here(it, user), platform: elsewhere })

const bindAgain = (it: TestLatchkey, who: string) => it.core.bindings.bind(here(it, who), idFor(who), 'import')

/** Changed while they press, and as before afterwards. */
const while_ = (
  name: string,
  change: (it: TestLatchkey, who: string, plan: Plan) => Promise<() => Promise<unknown>>,
): Presser => ({
  name,
  counts: nobody,
  async press(it, plan, who, press) {
    const back = await change(it, who, plan)
    try {
      await press(here(it, who))
    } finally {
      await back()
      // Some changes freeze what connects the account.
      await bindAgain(it, who)
    }
  },
})

const inState = (state: string) => async (it: TestLatchkey, who: string) => {
  await it.sandbox.changeUser(who, { state })
  return () => it.sandbox.changeUser(who, { state: 'ACTIVATED' })
}

/** The newcomer's account, which nobody has connected, with a profile of their choice. */
const newcomer = (name: string, profile: (who: string) => { name?: string; email: string }): Presser => ({
  name,
  counts: nobody,
  async press(it, _plan, who, press) {
    Object.assign(it.chat.person('newcomer'), { name: 'New Comer', ...profile(who) })
    await press(here(it, 'newcomer'))
  },
})

const pressers: readonly Presser[] = [
  ...company
    .filter(({ first }) => first !== '')
    .map(
      ({ username }): Presser => ({
        name: username,
        press: (it, _plan, _who, press) => press(here(it, username)),
        counts: ({ counts }) => counts.filter((one) => one === username),
      }),
    ),
  {
    name: 'the approver, on the other platform',
    press: (it, _plan, who, press) => press(there(it, who)),
    counts: ({ counts }, who) => counts.filter((one) => one === who),
  },
  {
    name: 'who asked, on the other platform',
    counts: nobody,
    press: (it, { requester }, _, press) => press(there(it, requester)),
  },
  {
    name: 'whom it is for, on the other platform',
    counts: nobody,
    press: (it, { subject }, _, press) => press(there(it, subject)),
  },
  {
    name: 'a colleague, with the approver’s button',
    counts: nobody,
    press: (it, _plan, who, press) => press(here(it, 'chloe.martin'), here(it, who)),
  },
  {
    name: 'who asked, with the approver’s button',
    counts: nobody,
    press: (it, { requester }, who, press) => press(here(it, requester), here(it, who)),
  },
  newcomer('an account with the approver’s address', (who) => ({ email: `${who}@northwind.example` })),
  newcomer('an account with the approver’s address in capitals', (who) => ({
    email: `${who}@northwind.example`.toUpperCase(),
  })),
  newcomer('an account with nearly the approver’s address', (who) => ({
    email: `${who.replace('a', 'а').replace('k', '\u212a')}@northwind.example`,
  })),
  newcomer('an account with the approver’s name', (who) => ({
    name: who.replace('.', ' '),
    email: 'new@northwind.example',
  })),
  ...outside.map(
    (why): Presser => ({
      name: `the approver, whom the platform calls: ${why}`,
      counts: nobody,
      async press(it, _plan, who, press) {
        it.chat.person(who).outsider = why
        try {
          await press(here(it, who))
        } finally {
          it.chat.person(who).outsider = undefined
          await bindAgain(it, who)
        }
      },
    }),
  ),
  while_('the approver, suspended', inState('SUSPENDED')),
  while_('the approver, not active yet', inState('STAGED')),
  while_('the approver, deleted', async (it, who) => {
    const { users } = it.sandbox.state
    const kept = users.get(idFor(who))
    users.delete(idFor(who))
    return async () => kept && users.set(idFor(who), kept)
  }),
  while_('somebody who was the approver', (it, who, plan) => plan.demote(it, who)),
  while_('the approver, paused', async (it, who) => {
    await it.core.freezes.freeze(idFor(who), { by: 'host', why: 'test' })
    return () => it.core.freezes.unfreeze(idFor(who), { by: 'host', why: 'test' })
  }),
  while_('the approver, whose connection is frozen', async (it, who) => {
    const found = await it.core.bindings.find(here(it, who))
    if (found) await it.core.store.tx((tx) => it.core.bindings.freeze(tx, found, 'address'))
    return async () => {}
  }),
  while_('the approver’s account, connected to somebody else', async (it, who) => {
    await it.core.bindings.bind(here(it, who), idFor('chloe.martin'), 'import')
    return async () => {}
  }),
]

interface Pressed {
  counted: number
  refused: number
}
export const everyPress = plans.length * pressers.length

/** So many of all presses, chosen at random without repeating one. */
export async function checkOutsiders(it: TestLatchkey, size: number, seed: number): Promise<Pressed> {
  // Everybody has their role and their password for long.
  await noteRoles(it.core)
  it.clock.advance(days(4))
  const random = seededRandom(seed)
  const cases = plans.flatMap((plan) => pressers.map((presser) => ({ plan, presser, at: random.between(0, 1) })))
  const pressed: Pressed = { counted: 0, refused: 0 }
  for (const { plan, presser } of cases.toSorted((a, b) => a.at - b.at).slice(0, size)) {
    const counted = await pressBy(it, plan, presser)
    const who = plan.counts[0] ?? 'ben.carter'
    expect(counted, `${presser.name}: ${plan.name}`).toEqual(presser.counts(plan, who).map(idFor))
    pressed[counted.length > 0 ? 'counted' : 'refused'] += 1
  }
  return pressed
}

let versions = 1
async function pressBy(it: TestLatchkey, plan: Plan, presser: Presser): Promise<string[]> {
  const core = withoutJobs(it.core)
  const { platform, tenant, user } = here(it, plan.requester)
  const needs = JSON.stringify({
    kind: 'needs',
    way: 'usual',
    proof: 'S0',
    lost: [],
    approvals: plan.approvals,
    wait: noWait,
  })
  versions += 1
  const of = {
    skill: 'join-group',
    skillVersion: versions,
    requester: idFor(plan.requester),
    subject: idFor(plan.subject),
  }
  const row = {
    platform,
    tenant,
    account_user: user,
    state: 'approving',
    needs,
    expires_at: later(it.clock.now(), hours(4)),
  }
  const { id, planHash: hash } = await aStoredRequest(it.core, { row, plan: { ...of, steps: [plan.step] } })
  await it.core.store.tx((tx) => insertSteps(tx, id, hash, [plan.step]))
  // Nobody asks so much in ten minutes.
  it.clock.advance(hours(0.2))
  await presser.press(it, plan, plan.counts[0] ?? 'ben.carter', async (account, of = account) => {
    const chat = it.chats.find(({ adapter }) => adapter.platform === of.platform)
    const handle = await it.handleFor(of.user, { do: 'approve', request: id, hash }, chat)
    const eventId = randomUUID()
    await createInbox(core).receive({ kind: 'press', account, eventId, handle })
    const came = await it.db.selectFrom('incoming').select('id').where('event_id', '=', eventId).executeTakeFirst()
    // A button of somebody else's is not even kept.
    if (came) await takeTurn(core, came.id)
  })
  const votes = await it.db.selectFrom('vote').select('person').where('request_id', '=', id).execute()
  return votes.map(({ person }) => person)
}
