// `doctor` on a whole installation: everything in order, nothing changed by looking, and a role that is exactly enough.
import { expect, test } from 'vitest'
import { examine } from '../../src/doctor/doctor.ts'
import { renderReport, reportData } from '../../src/doctor/render.ts'
import { LatchkeyError } from '../../src/errors.ts'
import { examined, wrongIn } from './harness.ts'

const { look, deps, journal, get, config } = examined()
// With the address of a fake on this machine there is no public one to look for.
const socket = () => ({ config: { slack: undefined } })

test('all is in order, and every skill is on', async () => {
  const report = await look()
  expect(wrongIn(report)).toEqual([
    expect.stringMatching(/^PUBLIC_URL is not set.* → Set PUBLIC_URL to an https address/),
  ])
  const without = await look(socket())
  expect(wrongIn(without)).toEqual([])
  expect(without.isSound).toBe(true)
  expect(without.skills.map(({ state }) => state)).toEqual(without.skills.map(() => 'on'))
  expect(renderReport(without)).toContain('Everything is in order.')
})

const nobody = '0'.repeat(24)

test('looking changes nothing', async () => {
  await look(socket())
  const entries = await journal()
  expect(entries.length).toBeGreaterThan(5)
  expect(entries.filter(({ changed }) => changed)).toEqual([])
  const writes = entries.filter(
    ({ method, path }) => method !== 'GET' && !/\/(?:events|search\/systemusers)$/.test(path),
  )
  expect(writes.map(({ method, path, status }) => `${method} ${path} ${status}`).sort()).toEqual([
    `DELETE /api/v2/users/${nobody}/pushendpoints/${nobody} 404`,
    `POST /api/systemusers/${nobody}/mfa/enforce 404`,
    `POST /api/systemusers/${nobody}/password 404`,
    `POST /api/systemusers/${nobody}/resetmfa 404`,
    `POST /api/systemusers/${nobody}/state/suspend 404`,
    `POST /api/systemusers/${nobody}/unlock 404`,
    `POST /api/v2/usergroups/${nobody}/members 404`,
  ])
  expect(new Set(writes.map(({ body }) => body))).toEqual(new Set([null]))
})

test('the role is what the sandbox’s own key for Latchkey has', async () => {
  const { role } = await look(socket())
  const { body } = await get<{ keys: { name: string; scopes: string[] }[] }>('/_sandbox/keys')
  const granted = body.keys.find(({ name }) => name === 'latchkey')?.scopes ?? []
  expect(granted.toSorted()).toEqual(role.map(({ name }) => name).toSorted())
})

test('the role says for each permission what it is for', async () => {
  const report = await look(socket())
  expect(renderReport(report)).toMatch(/users\.readonly +every skill\n/)
  expect(renderReport(report)).toMatch(/directoryinsights\.readonly +.*why-locked-out.*\n/)
  expect(renderReport(report)).toMatch(/groups +join-group and leave-group\n/)
})

test('for scripts it is plain data', async () => {
  const data: unknown = JSON.parse(JSON.stringify(reportData(await look(socket()))))
  expect(data).toMatchObject({
    isSound: true,
    skills: expect.arrayContaining([{ name: 'unlock-account', state: 'on', because: [] }]),
    role: expect.arrayContaining([
      { permission: 'users.state.unlock', stops: ['reset-password', 'unlock-account'], limits: [] },
    ]),
  })
})

test('a check that breaks is told, and the others still speak', async () => {
  const checks = new Map([
    ['breaks', async () => Promise.reject(new TypeError('canary'))],
    ['refuses', async () => Promise.reject(new LatchkeyError('not-found', { what: 'thing' }))],
    ['works', async () => [{ level: 'good' as const, what: { key: 'doctor.settings-good' as const } }]],
  ])
  const { findings, isSound } = await examine(await deps({ config: config() }), checks)
  expect(isSound).toBe(false)
  expect(findings.map(({ check, level }) => [check, level])).toEqual([
    ['breaks', 'error'],
    ['refuses', 'error'],
    ['works', 'good'],
  ])
})
