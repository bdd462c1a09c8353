// Starting is all or nothing: what cannot start leaves nothing running behind it.
import { openAsBlob } from 'node:fs'
import { expect, inject, test } from 'vitest'
import type { Adapter } from '../src/adapter.ts'
import { demoOrganisation } from '../src/demo/organisation.ts'
import { createLog } from '../src/log.ts'
import { startLatchkey } from '../src/main.ts'
import type { OpenStore } from '../src/store/open.ts'

const adapter = (platform: string, seen: string[], start: () => Promise<void>): Adapter => ({
  platform,
  start,
  isReady: () => true,
  stop: async () => void seen.push(`${platform} stopped`),
  profile: async () => ({ kind: 'refused', why: 'stranger' }),
  findAccount: async () => undefined,
  deliver: async () => 'nowhere',
})

test('when an adapter cannot start, the ones before it, the jobs and the store are stopped again', async () => {
  const seen: string[] = []
  let store: OpenStore | undefined
  const started = startLatchkey({
    config: {
      jumpcloud: {
        credential: { kind: 'api-key', key: 'k' },
        readCredential: undefined,
        orgId: undefined,
        region: 'us',
        overrides: {},
      },
      databaseUrl: undefined,
      dataFolder: '',
      secret: 'a secret that is long enough to be one',
    },
    organisation: demoOrganisation({ platform: 'first', id: 'audit' }),
    log: createLog({ level: 'error', secrets: [] }),
    store: { inMemory: true, template: await openAsBlob(inject('storeTemplate')) },
    adapters(parts) {
      store = parts.store
      return [
        adapter('first', seen, async () => {}),
        adapter('second', seen, async () => {
          throw new Error('the port is taken')
        }),
      ]
    },
  })
  await expect(started).rejects.toThrow('the port is taken')
  expect(seen).toEqual(['first stopped'])
  await expect(store?.db.selectFrom('request').select('id').execute()).rejects.toThrow(/destroyed|closed/i)
}, 60_000)
