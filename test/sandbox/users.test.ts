// System users of the sandbox: paging, the v1 filter, the partial search, and unlock.
import { expect, test } from 'vitest'
import { systemUser, systemUserList } from '../../src/jumpcloud/schemas.ts'
import { type Listed, sandboxForTests, user } from './api.ts'

const { call, get, post, journal } = sandboxForTests()
const maya = user('maya.alvarez')

const list = async (query: string) => (await get<Listed>(`/api/systemusers?${query}`)).body
const names = async (query: string) => (await list(query)).results.map(({ username }) => username)
const search = async (body: object, query = '') => (await post<Listed>(`/api/search/systemusers?${query}`, body)).body

test('ten by default, a hundred at most, in the genuine words', async () => {
  const { results, totalCount } = await list('')
  expect(results).toHaveLength(10)
  expect(totalCount).toBeGreaterThanOrEqual(40)
  expect(await get('/api/systemusers?limit=101')).toMatchObject({
    status: 400,
    body: { message: 'Bad Request: request parameter "limit" exceeds maximum value of 100' },
  })
  expect((await get('/api/systemusers?limit=many')).status).toBe(400)
  expect((await post('/api/search/systemusers', { limit: 1000 })).status).toBe(400)
})

test('pages by skip in the asked order and loses nobody', async () => {
  const seen = []
  for (let skip = 0; skip < 60; skip += 7) seen.push(...(await names(`limit=7&skip=${skip}&sort=_id`)))
  expect(seen).toHaveLength((await list('limit=100')).totalCount)
  expect(new Set(seen).size).toBe(seen.length)
  const ascending = await names('limit=100&sort=lastname%20firstname')
  expect(ascending.indexOf('alex.kim')).toBeLessThan(ascending.indexOf('alex.kimm'))
  expect((await names('limit=1&sort=-username'))[0]).toBe('zoe.laurent')
})

test('a comma between fields is v2; here it names no field', async () => {
  const [first] = (await list('limit=1&sort=_id&fields=email%20state')).results
  expect(Object.keys(first ?? {}).sort()).toEqual(['_id', 'email', 'id', 'state'])
  const [second] = (await list('limit=1&sort=_id&fields=email,state')).results
  expect(Object.keys(second ?? {}).sort()).toEqual(['_id', 'id'])
})

test.each([
  ['filter=username:$eq:maya.alvarez', ['maya.alvarez']],
  ['filter=username:$eq:Maya.Alvarez', []],
  ['filter=email:$eq:tomas.novak@northwind.example', []],
  ['filter=email:$eq:Tomas.Novak@northwind.example', ['tomas.novak']],
  ['filter=username:$sw:alex.&sort=username', ['alex.kim', 'alex.kimm']],
  ['filter=username:$in:mei.tanaka|tom.okafor&sort=username', ['mei.tanaka', 'tom.okafor']],
  [
    'filter[0]=department:$eq:Finance&filter[1]=account_locked:$eq:true&sort=username',
    ['ida.lindqvist', 'maya.alvarez'],
  ],
  ['filter[or][0]=username:$eq:leo.brandt&filter[or][1]=username:$eq:priya.nair', ['priya.nair', 'leo.brandt']],
])('v1 filter %s', async (query, expected) => {
  expect(await names(query.replaceAll('|', '%7C'))).toEqual(expected)
})

test('an address with a plus is found only when the plus is encoded', async () => {
  await call('PATCH', `/_sandbox/users/${maya}`, { body: { email: 'maya+ap@northwind.example' } })
  expect(await names('filter=email:$eq:maya+ap@northwind.example')).toEqual([])
  expect(await names('filter=email:$eq:maya%2Bap@northwind.example')).toEqual(['maya.alvarez'])
})

test('a filter without the dollar sign is forgotten, and the first hit is a stranger', async () => {
  const { results, totalCount } = await list('filter=username:eq:maya.alvarez&limit=2')
  expect(totalCount).toBeGreaterThanOrEqual(40)
  expect(results[0]?.username).not.toBe('maya.alvarez')
  expect((await get('/api/systemusers?filter=username:$like:maya')).status).toBe(400)
})

test('search matches parts and any case, so it finds neighbours too', async () => {
  const found = await search({ searchFilter: { searchTerm: 'ALEX.KIM', fields: ['email', 'username'] } })
  expect(found.results.map(({ username }) => username).sort()).toEqual(['alex.kim', 'alex.kimm'])
  const nobody = await search({ searchFilter: { searchTerm: 'alex.kim', fields: ['department'] } })
  expect(nobody.totalCount).toBe(0)
})

test('search takes filters as strings, objects, and and/or; an empty body finds everybody', async () => {
  expect((await search({ filter: ['username:$eq:leo.brandt', { department: 'Finance' }] })).totalCount).toBe(1)
  expect((await search({ filter: { or: [{ username: 'leo.brandt' }, 'username:$eq:mei.tanaka'] } })).totalCount).toBe(2)
  expect((await search({})).totalCount).toBeGreaterThanOrEqual(40)
  expect((await search({ limit: 3, skip: 1, sort: '_id', fields: 'email' }, 'limit=2')).results).toHaveLength(2)
})

test('search leaves unset fields out, get shows them as empty', async () => {
  const ceo = 'ingrid.solberg'
  const [found] = (await search({ filter: [{ username: ceo }] })).results
  expect(found).not.toHaveProperty('manager')
  expect(found).not.toHaveProperty('admin')
  expect((await get(`/api/systemusers/${user(ceo)}`)).body).toMatchObject({ manager: '', admin: null })
})

test('a malformed id is 400, an unknown one 404', async () => {
  expect((await get('/api/systemusers/maya')).status).toBe(400)
  expect(await get(`/api/systemusers/${'a'.repeat(24)}`)).toMatchObject({
    status: 404,
    body: { code: 404, message: 'Not Found' },
  })
})

test('unlock answers in text, clears the lock only, and is written down', async () => {
  expect(await get(`/api/systemusers/${user('ida.lindqvist')}`)).toMatchObject({
    body: { account_locked: true, password_expired: true },
  })
  const answer = await post(`/api/systemusers/${user('ida.lindqvist')}/unlock`)
  expect(answer).toMatchObject({ status: 200, body: 'OK' })
  expect(answer.type).toContain('text/plain')
  expect(await get(`/api/systemusers/${user('ida.lindqvist')}`)).toMatchObject({
    body: { account_locked: false, account_locked_date: null, badLoginAttempts: 0, password_expired: true },
  })
  await post(`/api/systemusers/${user('ida.lindqvist')}/unlock`)
  const unlocks = (await journal()).filter(({ path }) => path.endsWith('/unlock'))
  expect(unlocks.map(({ changed }) => changed)).toEqual([true, false])
})

test('answers pass our own schemas', async () => {
  expect(systemUser.parse((await get(`/api/systemusers/${maya}`)).body)).toMatchObject({
    _id: maya,
    account_locked: true,
  })
  expect(systemUserList.parse(await list('limit=100')).results.length).toBeGreaterThanOrEqual(40)
})
