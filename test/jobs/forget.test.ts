// Forgetting: what is no longer needed goes at its time, and nothing goes before.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { days, hours, later, movableClock } from '../../src/clock.ts'
import type { Core } from '../../src/core.ts'
import forget from '../../src/jobs/forget.ts'
import type { OpenStore } from '../../src/store/open.ts'
import { openTestStore } from '../store.ts'

const clock = movableClock()
let store: OpenStore
beforeAll(async () => {
  store = await openTestStore({ clock })
})
afterAll(() => store.close())

const account = (user: string) => ({ platform: 'slack', tenant: 'T1', account_user: user })

async function fill(): Promise<void> {
  const now = clock.now()
  const { db } = store
  await db.insertInto('seen').values({ key: 'event', at: now }).execute()
  const handle = { ...account('U1'), intent: '{}', expires_at: later(now, hours(1)) }
  await db
    .insertInto('handle')
    .values({ digest: 'handle', ...handle })
    .execute()
  for (const state of ['open', 'done'] as const)
    await db
      .insertInto('incoming')
      .values({ id: state, event_id: state, ...account('U1'), body: '{}', state, received_at: now })
      .execute()
  for (const state of ['pending', 'sent'] as const)
    await db
      .insertInto('notice')
      .values({
        id: state,
        dedupe_key: state,
        request_id: null,
        destination: '{}',
        destination_key: 'person/x',
        body: '{}',
        state,
        not_before: now,
        created_at: now,
      })
      .execute()
  const recent = JSON.stringify([{ at: now.toISOString(), sealed: 'locked out' }])
  await db
    .insertInto('conversation')
    .values({ ...account('U1'), language: 'en', time_zone: 'UTC', recent, updated_at: now })
    .execute()
}

async function left(): Promise<string[]> {
  const { db } = store
  const seen = await db.selectFrom('seen').select('key').execute()
  const handles = await db.selectFrom('handle').select('digest').execute()
  const incoming = await db.selectFrom('incoming').select('id').orderBy('id').execute()
  const notices = await db.selectFrom('notice').select('id').orderBy('id').execute()
  const words = await db.selectFrom('conversation').select('recent').execute()
  return [
    ...seen.map(({ key }) => key),
    ...handles.map(({ digest }) => digest),
    ...incoming.map(({ id }) => `incoming ${id}`),
    ...notices.map(({ id }) => `notice ${id}`),
    ...(JSON.stringify(words).includes('locked out') ? ['words'] : []),
  ]
}

const run = () => forget.handle({}, { store, clock } as unknown as Core)

test('each kind goes at its own time; what is still open stays', async () => {
  await fill()
  await run()
  expect(await left()).toEqual([
    'event',
    'handle',
    'incoming done',
    'incoming open',
    'notice pending',
    'notice sent',
    'words',
  ])
  clock.advance(hours(2))
  await run()
  expect(await left()).toEqual(['event', 'incoming done', 'incoming open', 'notice pending', 'notice sent'])
  clock.advance(days(3))
  await run()
  expect(await left()).toEqual(['incoming open', 'notice pending', 'notice sent'])
  clock.advance(days(30))
  await run()
  expect(await left()).toEqual(['incoming open', 'notice pending'])
})
