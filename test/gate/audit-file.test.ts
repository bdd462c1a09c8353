// The second place for records: a line is on disk before a credential is touched, and without one nothing is touched.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import type { GateCore } from '../../src/core.ts'
import { runRequest } from '../../src/gate/gate.ts'
import { type AuditFile, createAuditFile } from '../../src/ledger/audit-file.ts'
import { startTestLatchkey, type TestLatchkey } from '../latchkey.ts'
import { confirmed, load } from '../requests/quietly.ts'

const folder = mkdtempSync(join(tmpdir(), 'latchkey-audit-'))
let it: TestLatchkey
beforeAll(async () => {
  it = await startTestLatchkey()
})
afterAll(async () => {
  await it.stop()
  rmSync(folder, { recursive: true, force: true })
})

const path = join(folder, 'audit.jsonl')
const line = z.object({ event: z.literal('step.about-to'), request: z.string(), action: z.string(), seq: z.number() })
const linesIn = (file: string) =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter((one) => one !== '')
    .map((one) => line.parse(JSON.parse(one)))

/** Somebody whose account is to be suspended: what is protective is dangerous as well. */
const lost = (username: string) => confirmed(it, username, { skill: 'report-lost-device' })
const run = (auditFile: AuditFile, id: Parameters<typeof runRequest>[1], core: GateCore = it.core) =>
  runRequest({ ...core, auditFile, sleep: async () => {} }, id, AbortSignal.timeout(20_000))
const writes = async () => (await it.sandbox.writes()).length

test('a line before the call', async () => {
  const { id } = await lost('leo.brandt')
  const before = await writes()
  const file = createAuditFile(path)
  let found: unknown
  const watching: GateCore = {
    ...it.core,
    writer: {
      call(endpoint, how) {
        found = linesIn(path)
        return it.core.writer.call(endpoint, how)
      },
    },
  }
  await run(file, id, watching)
  expect(await writes()).toBe(before + 1)
  expect(found).toEqual([{ event: 'step.about-to', request: id, action: 'suspend-user', seq: 0 }])
})

test.each<[string, () => AuditFile]>([
  ['there is no such folder', () => createAuditFile(join(folder, 'none', 'audit.jsonl'))],
  ['it is a folder', () => createAuditFile(folder)],
  ['the disk is full', () => createAuditFile('/dev/full')],
])('%s: nothing is done, and it is said', async (_why, file) => {
  const username = 'grace.mbeki'
  const request = await lost(username)
  const before = await writes()
  await run(file(), request.id)
  expect(await writes()).toBe(before)
  expect(await it.ledger(request.id)).not.toContain('step.about-to')
  const { state, reason, number } = (await load(it, request.id)).row
  expect([state, JSON.stringify(reason)]).toEqual(['failed', expect.stringContaining('error.audit-file')])
  await it.settled()
  await it.chat.waitFor(username, new RegExp(`audit file[^]*R-${number} `))
  // Once a day is not what is looked at here.
  await it.advance(25 * 3_600_000)
})
