// Nothing but the template and checked ids reaches the wire, whatever a caller passes.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { pushEndpoints, readPush, sendPush } from '../../src/jumpcloud/push.ts'
import { listUsers, readEndpoints, readUser } from '../../src/jumpcloud/reads.ts'
import { seedFor, sizeOf } from '../prove/sizes.ts'
import { callerOf, failure, other, someone, startServer, write } from './server.ts'

const hostile = [
  '../organizations',
  '..%2forganizations',
  `${someone}/unlock`,
  `${someone}?x=1`,
  `${someone}#`,
  `${someone}\r\nx-org-id: evil`,
  `${someone};`,
  `${someone} `,
  `${someone}\n`,
  someone.toUpperCase(),
  someone.slice(1),
  '%2e%2e',
  '__proto__',
  'constructor',
  '',
]

test('ids that are none never leave', async () => {
  const server = await startServer(() => ({ json: {} }))
  const caller = callerOf(server)
  for (const user of hostile) {
    const error = await failure(caller.call(readUser, { params: { user } }))
    expect(error, user).toMatchObject({ code: 'internal' })
  }
  for (const verification of ['../x', 'a/b', '__proto__', 'a.b', '%2e', 'x'.repeat(101), '', 'a\n']) {
    await expect(caller.call(readPush, { params: { verification } }), verification).rejects.toMatchObject({
      code: 'internal',
    })
  }
  await expect(caller.call(readUser, {})).rejects.toMatchObject({ code: 'internal' })
  await expect(caller.call(readUser, { params: { user: someone, group: other } })).rejects.toMatchObject({
    code: 'internal',
  })
  expect(server.seen).toHaveLength(0)
})

test('opaque ids are for pushes alone', async () => {
  const server = await startServer(() => ({ json: {} }))
  const caller = callerOf(server)
  const uuid = '9f1c2d3e-4b5a-4678-8123-0123456789ab'
  await caller.call(readPush, { params: { verification: uuid } })
  await caller.call(sendPush, { params: { user: someone, device: 'Ab_c-9' }, body: { message: 'x' } })
  await expect(caller.call(readUser, { params: { user: uuid } })).rejects.toMatchObject({ code: 'internal' })
  expect(server.seen.map(({ url }) => url)).toEqual([
    `/api/v2/pushendpoints/verifications/${uuid}`,
    `/api/v2/users/${someone}/pushendpoints/Ab_c-9/verify`,
  ])
})

test('fuzz: what arrives is the template with the given ids, or nothing arrives', async () => {
  const server = await startServer(() => ({ json: {} }))
  const caller = callerOf(server)
  const value = fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(someone, other) },
    { weight: 1, arbitrary: fc.constantFrom(...hostile) },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
  )
  const call = fc.constantFrom(...readEndpoints, ...pushEndpoints).chain((endpoint) => {
    const names = [...endpoint.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '')
    const stray = fc.oneof(
      { weight: 5, arbitrary: fc.constant(undefined) },
      { weight: 1, arbitrary: fc.constantFrom('user', 'group', 'device', '__proto__') },
    )
    const own = fc.record(Object.fromEntries(names.map((name) => [name, value])))
    const params = fc.tuple(own, stray, value).map(([given, name, one]) => (name ? { ...given, [name]: one } : given))
    return fc.record({ endpoint: fc.constant(endpoint), params })
  })
  let arrived = 0
  const property = fc.asyncProperty(
    call,
    fc.dictionary(fc.constantFrom('filter', 'skip'), fc.string({ unit: 'binary', maxLength: 30 })),
    async ({ endpoint, params }, query) => {
      server.seen.length = 0
      const sent = await caller.call(endpoint, { params, query }).then(
        () => true,
        () => false,
      )
      if (!sent) {
        expect(server.seen).toHaveLength(0)
        return
      }
      arrived += 1
      const [one] = server.seen
      const base = endpoint.api === 'insights' ? '/insights/directory/v1' : endpoint.api === 'v2' ? '/api/v2' : '/api'
      const filled = endpoint.path.replace(/\{(\w+)\}/g, (_, name: string) => params[name] ?? 'missing')
      expect(one?.method).toBe(endpoint.method)
      expect(one?.url.split('?')[0]).toBe(`${base}${filled}`)
      expect(filled).toMatch(/^[A-Za-z0-9_/-]+$/)
      for (const [name, text] of Object.entries(query)) expect(one?.query.get(name)).toBe(text.toWellFormed())
    },
  )
  const size = sizeOf('jumpcloudCalls')
  await fc.assert(property, { numRuns: size, seed: seedFor('JumpCloud calls') })
  expect(arrived).toBeGreaterThan(0.3 * size)
  expect(arrived).toBeLessThan(0.9 * size)
})

test('a call outside the allowed list is refused before the wire', async () => {
  const server = await startServer(() => ({ text: 'OK' }))
  const unlock = write('safe-if-checked')
  const caller = callerOf(server, { allowed: [unlock] })
  await caller.call(unlock, { params: { user: someone } })
  const others = [readUser, listUsers, { ...unlock, method: 'DELETE' as const }, { ...unlock, api: 'v2' as const }]
  for (const endpoint of [...others, { ...unlock, path: '/systemusers/{user}/resetmfa' }]) {
    await expect(caller.call(endpoint, { params: { user: someone } })).rejects.toMatchObject({ code: 'internal' })
  }
  expect(server.seen).toHaveLength(1)
})

test('a path that is no template is refused', async () => {
  const server = await startServer(() => ({ json: {} }))
  const caller = callerOf(server)
  for (const path of ['/systemusers/../users', '//evil.example/x', '/a?b=c', 'systemusers', '/systemusers/']) {
    await expect(caller.call({ ...listUsers, path }), path).rejects.toMatchObject({ code: 'internal' })
  }
  expect(server.seen).toHaveLength(0)
})

test('query values are encoded whole: a plus, an ampersand, a space, a list', async () => {
  const server = await startServer(() => ({ json: {} }))
  const filter = 'email:$eq:ann+test&x=1@example.com'
  await callerOf(server).call(listUsers, { query: { filter, fields: '_id email', tag: ['a', 'b'] } })
  expect(server.seen[0]?.url).toContain('%2Btest%26x%3D1%40')
  expect(server.seen[0]?.query.get('filter')).toBe(filter)
  expect(server.seen[0]?.query.get('fields')).toBe('_id email')
  expect(server.seen[0]?.query.getAll('tag')).toEqual(['a', 'b'])
})
