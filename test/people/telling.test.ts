// Nobody learns from an answer who else there is, how their account stands or what is kept of them (T-P2).
import { afterAll, beforeAll, expect, test } from 'vitest'
import { minutes } from '../../src/clock.ts'
import { people as company } from '../../src/sandbox/company/people.ts'
import { idOf } from '../../src/sandbox/state.ts'
import { seededRandom } from '../full/random.ts'
import { askForGroup, idFor, startTestLatchkey, type TestLatchkey } from '../latchkey.ts'
import { seedFor, sizeOf } from '../prove/sizes.ts'
import { nameMany, sameDistribution, tellingHouse, ways } from './telling.ts'

let it: TestLatchkey
beforeAll(async () => {
  it = await startTestLatchkey(tellingHouse)
})
afterAll(() => it.stop())

/** The least for which a difference of times would show. */
const enoughToTime = 500

test('a name that exists reads, asks and takes as one that does not', async () => {
  const size = sizeOf('telling')
  const { answers, tookMs } = await nameMany(it, size, seedFor('telling'))
  const differing = answers.flatMap((said, nth) => (said.size === 1 ? [] : [{ way: ways[nth], said: [...said] }]))
  expect(differing).toEqual([])
  if (size < enoughToTime) return
  const chances = [sameDistribution(tookMs.existing, tookMs.nobody)]
  // One run in a hundred looks like a difference by chance; one that is there looks like it every time.
  for (let again = 0; again < 2 && (chances.at(-1) ?? 0) <= 0.01; again += 1) {
    const more = await nameMany(it, size, seedFor('telling'))
    chances.push(sameDistribution(more.tookMs.existing, more.tookMs.nobody))
  }
  process.stdout.write(`telling: p = ${chances.map((p) => p.toFixed(3)).join(', ')}\n`)
  expect(chances.at(-1)).toBeGreaterThan(0.01)
})

test('the measure tells a shift of a quarter of the spread, and finds none where there is none', () => {
  const random = seededRandom(7)
  const sample = (shift: number) =>
    Array.from({ length: 500 }, () => shift + random.between(0, 1) + random.between(0, 1) + random.between(0, 1))
  expect(sameDistribution(sample(0), sample(0))).toBeGreaterThan(0.01)
  expect(sameDistribution(sample(0), sample(0.125))).toBeLessThan(0.01)
  // D = 0.5 of 20 and 20: 0.008 by Stephens’ approximation.
  const [low, high] = [Array.from({ length: 20 }, (_, n) => n), Array.from({ length: 20 }, (_, n) => n + 10)]
  expect(sameDistribution(low, high)).toBeCloseTo(0.0082, 2)
})

test('a group that may not be asked for reads like one that is not there', async () => {
  const read = new Set<string>()
  for (const group of ['Looker – Admin', 'Executives', 'Quarterly Ghosts']) {
    it.clock.advance(minutes(12))
    const before = (await it.sandbox.calls()).length
    await it.chat.say('viktor.lund', `I need access to the group “${group}” for 7 days for the q3 numbers`)
    await it.settled()
    const last = (await it.chat.messages('viktor.lund')).at(-1)
    const handle = await it.handleFor('viktor.lund', { do: 'fill', skill: 'join-group', input: {} })
    const typed = await it.chat.submitHandle('viktor.lund', handle, { group, days: '7', reason: 'q3 numbers' })
    const asked = (await it.sandbox.calls()).slice(before).map(({ method, path }) => `${method} ${path}`)
    const answers = [last?.title, last?.body, last?.buttons, typed, asked]
    read.add(JSON.stringify(answers).replaceAll(group, 'it'))
  }
  expect([...read]).toHaveLength(1)
  expect([...read].join()).toContain('Only the groups in the list')
})

/** What may be read of other people, by who reads it. Whatever stands in neither list is told to nobody. */
const mayBeTold = {
  /** Of who decides, of who of IT was told, of who asks for them. */
  requester: ['name'],
  /** Of who asks, and for whom. */
  approver: ['name', 'username', 'email', 'jobTitle', 'department', 'location'],
}

const [asker, approver, secret] = ['hana.suzuki', 'patrick.byrne', 'A group that nobody lists']
const persons = company.filter(({ username }) => username !== asker)
const marked = ['alternateEmail', 'jobTitle', 'department', 'location', 'company', 'employeeIdentifier'] as const
const markOf = (field: string, username: string) => `${field} of ${username.replace('.', ' ')}`

/** Everybody has something of everything, and each thing says whose it is. */
function mark(): void {
  const { state } = it.sandbox
  for (const { username } of company) {
    const user = state.users.get(idFor(username))
    const fields = Object.fromEntries(marked.map((field) => [field, markOf(field, username)]))
    const phoneNumbers = [{ type: 'mobile', number: markOf('number', username) }]
    const recoveryEmail = { address: markOf('recoveryEmail', username), verified: true }
    Object.assign(user ?? {}, { ...fields, phoneNumbers, recoveryEmail })
    const manager = user?.manager ?? idFor('ingrid.solberg')
    Object.assign(user ?? {}, { manager })
  }
  for (const phone of state.phones) {
    const of = company.find(({ username }) => idFor(username) === phone.user)
    Object.assign(phone, { name: markOf('phone', of?.username ?? '') })
  }
  const id = idOf('group', secret)
  const members = new Set(persons.map(({ username }) => idFor(username)))
  const off = { enabled: false, withoutPassword: false }
  state.groups.set(id, { id, name: secret, description: '', membershipMethod: 'STATIC', sudo: off, members })
}

const fieldsOf = (username: string): [field: string, value: string][] => [
  ['username', username],
  ['email', `${username}@northwind.example`],
  ['id', idFor(username)],
  ...[...marked, 'number', 'recoveryEmail', 'phone'].map((field): [string, string] => [field, markOf(field, username)]),
]

const wordsTo = (place: string) =>
  JSON.stringify(it.chat.posts.filter((post) => post.place === place).map(({ card }) => card))
/** An address holds the user name too, and counts as the address alone. */
const toldOf = (username: string, words: string) =>
  fieldsOf(username).flatMap(([field, value]) => {
    const rest = field === 'username' ? words.replaceAll(`${username}@`, '') : words
    return rest.includes(value) ? [field] : []
  })

test('of other people nobody is told more than the lists allow', async () => {
  mark()
  it.clock.advance(minutes(12))
  await askForGroup(it, asker, { group: 'Wiki – Readers' })
  await it.chat.waitFor(asker, /Waiting for/)
  await it.settled()
  // A card is kept up to date in place, so what it said is looked at before it says something else.
  const whileWaiting = wordsTo(asker) + wordsTo(approver)
  await it.chat.press(approver, 'Approve 7 days')
  await it.chat.waitFor(asker, /Get access to a group: done/)
  const others = ['unlock leo brandt', 'please add my colleague Leo to Wiki – Readers', 'who is my manager']
  const texts = [...it.core.skills.values()].filter(({ stops }) => !stops).map(({ examples }) => examples[0])
  for (const said of [...texts, ...others, 'my laptop was stolen']) {
    it.clock.advance(minutes(3))
    await it.chat.say(asker, said ?? '')
    await it.settled()
  }
  // A colleague asks for them: they are told who.
  await it.chat.say('leo.brandt', `please unlock the account of ${asker}@northwind.example`)
  await it.settled()
  await it.chat.waitFor(asker, /Leo Brandt thinks/)
  await it.settled()

  const [toAsker, toApprover] = [wordsTo(asker), wordsTo(approver)]
  for (const { username } of persons) {
    expect(toldOf(username, toAsker + whileWaiting), username).toEqual([])
    if (username !== approver) expect(toldOf(username, toApprover), username).toEqual([])
  }
  expect(mayBeTold.approver).toEqual(expect.arrayContaining(toldOf(asker, toApprover)))
  expect(toldOf(asker, toApprover)).toContain('jobTitle')
  expect(toAsker + toApprover).not.toContain(secret)
  expect(namesIn(toAsker)).toEqual(expect.arrayContaining(['Leo Brandt', 'Patrick Byrne']))
  expect([approver, 'leo.brandt', ...helpers].map(nameOf)).toEqual(expect.arrayContaining(namesIn(toAsker)))
})

/** The service desk, who are told of whoever asks for a person. */
const helpers = ['omar.farouk', 'dana.whitfield', 'ben.carter', 'ruth.adler']
const nameOf = (of: string | undefined) =>
  company.flatMap(({ username, first, last }) => (username === of ? [`${first} ${last}`] : [])).join()
const namesIn = (words: string) =>
  persons.flatMap(({ username }) =>
    nameOf(username).length > 1 && words.includes(nameOf(username)) ? [nameOf(username)] : [],
  )
