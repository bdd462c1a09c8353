// Finding one person: exactly, case-insensitively, never the first of several, never by an address of their own choosing.
import { expect, test } from 'vitest'
import { createDirectory } from '../../src/jumpcloud/directory.ts'
import { idOf, peopleServer, type Row, rows, v1List } from './people.ts'
import { type Answering, callerOf, noon, startServer } from './server.ts'

const ann: Row = { _id: idOf(1), email: 'ann@example.com', username: 'ann.example', alternateEmail: 'ann@home.example' }
const mary: Row = { _id: idOf(2), email: 'MaryAnn@Example.com', username: 'Mary.Ann' }
const joann: Row = {
  _id: idOf(3),
  email: 'jo-ann@example.com',
  username: 'joann.example',
  alternateEmail: 'x@example.com',
}

async function directoryOf(answering: Answering) {
  const server = await startServer(answering)
  return { server, directory: createDirectory(callerOf(server), { clock: { now: () => noon } }) }
}

test('by e-mail through the exact filter, asked for in lower case and read whole afterwards', async () => {
  const { server, directory } = await directoryOf(peopleServer([ann, mary, joann]))
  await expect(directory.findUser({ email: ' Ann@Example.COM ' })).resolves.toMatchObject({
    id: idOf(1),
    username: 'ann.example',
  })
  expect(server.seen.map(({ path }) => path)).toEqual(['/api/systemusers', `/api/systemusers/${idOf(1)}`])
  const query = server.seen[0]?.query
  expect(query?.get('filter')).toBe('email:$eq:ann@example.com')
  expect(query?.get('limit')).toBe('2')
})

test('an address that is stored in mixed case is found through the search', async () => {
  const { directory } = await directoryOf(peopleServer([ann, mary, joann]))
  await expect(directory.findUser({ email: 'maryann@example.com' })).resolves.toMatchObject({ id: idOf(2) })
  await expect(directory.findUser({ username: 'mary.ann' })).resolves.toMatchObject({ id: idOf(2) })
})

test('a part of somebody is nobody', async () => {
  const { server, directory } = await directoryOf(peopleServer([mary, joann]))
  await expect(directory.findUser({ email: 'ann@example.com' })).resolves.toBeUndefined()
  await expect(directory.findUser({ username: 'ann.example' })).resolves.toBeUndefined()
  expect(server.seen.some(({ path }) => path === '/api/search/systemusers')).toBe(true)
})

test('an alternate address finds nobody and is never asked for', async () => {
  const { server, directory } = await directoryOf(peopleServer([ann, mary, joann]))
  await expect(directory.findUser({ email: 'ann@home.example' })).resolves.toBeUndefined()
  for (const { url, body } of server.seen) expect(decodeURIComponent(url) + body).not.toContain('alternateEmail')
})

test('a filter that JumpCloud ignores does not make the first row the person', async () => {
  const strangers: Row[] = rows(30, (_id, nth) => ({
    _id,
    email: `person${nth}@example.com`,
    username: `person${nth}`,
  }))
  const { directory } = await directoryOf((seen) =>
    seen.path === `/api/systemusers/${idOf(25)}` ? { json: strangers[24] } : v1List(strangers, seen),
  )
  await expect(directory.findUser({ email: 'nobody@example.com' })).resolves.toBeUndefined()
  await expect(directory.findUser({ email: 'person25@example.com' })).resolves.toMatchObject({ id: idOf(25) })
})

test('a match that lies beyond the first page of the search is found', async () => {
  const many: Row[] = rows(250, (_id, nth) => ({ _id, username: nth === 240 ? 'ANN' : `ann${nth}` }))
  const { directory } = await directoryOf(peopleServer(many))
  await expect(directory.findUser({ username: 'ann' })).resolves.toMatchObject({ id: idOf(240) })
})

test('several are refused, by the filter and by the search', async () => {
  const twins = [ann, { ...mary, email: 'ann@example.com' }]
  const { directory } = await directoryOf(peopleServer(twins))
  await expect(directory.findUser({ email: 'ann@example.com' })).rejects.toMatchObject({ code: 'ambiguous' })
  const cased = [
    { ...ann, email: 'Ann@example.com' },
    { ...mary, email: 'ANN@example.com' },
  ]
  const { directory: second } = await directoryOf(peopleServer(cased))
  await expect(second.findUser({ email: 'ann@example.com' })).rejects.toMatchObject({ code: 'ambiguous' })
})

test('what cannot be anybody is not asked: separators, escapes, control characters, nothing', async () => {
  const { server, directory } = await directoryOf(peopleServer([ann]))
  for (const email of [
    '',
    '  ',
    'a|b@example.com',
    'a\\b@example.com',
    'a\u0000b',
    'a\nb@example.com',
    'a\u202eb',
    'x'.repeat(321),
  ]) {
    await expect(directory.findUser({ email })).resolves.toBeUndefined()
  }
  expect(server.seen).toHaveLength(0)
})

test('an error in a 200 is no "nobody"', async () => {
  const { directory } = await directoryOf(() => ({ json: { error: 'odd' } }))
  await expect(directory.findUser({ email: 'ann@example.com' })).rejects.toMatchObject({ code: 'jumpcloud-malformed' })
})
