// With each permission taken away in turn, `doctor` names it and the skills that stop; with one too many it says so.
import { describe, expect, test } from 'vitest'
import { renderReport } from '../../src/doctor/render.ts'
import { permissionsOf } from '../../src/permissions.ts'
import { allScopes } from '../../src/sandbox/keys.ts'
import { routes } from '../../src/sandbox/routes.ts'
import { english } from '../../src/words/render.ts'
import { examined, wrongIn } from './harness.ts'

const { look, deps, call } = examined()
const only = ['jumpcloud-credential', 'jumpcloud-excess', 'jumpcloud-permissions']

const take = (scope: string) => call('DELETE', `/_sandbox/keys/latchkey/scopes/${scope}`)
const give = (scopes: readonly string[]) => call('PATCH', '/_sandbox/keys/latchkey', { body: { scopes } })

/** What the sandbox itself would refuse to a key with these scopes, by the calls that Latchkey makes. */
async function truth(held: readonly string[]) {
  const { needs } = await deps()
  const refused = needs.filter(({ endpoint }) => {
    const route = routes.find((one) => one.path === endpoint.path && one.method === endpoint.method)
    return !route?.scopes.some((scope) => held.includes(scope))
  })
  return {
    permissions: permissionsOf(refused).map(({ name }) => name),
    stops: [...new Set(refused.flatMap(({ stops }) => stops))].sort(),
    limits: [...new Set(refused.flatMap(({ limits }) => limits))].sort(),
  }
}

describe.each(allScopes())('without %s', (scope) => {
  test('it is named where it is missed, with the skills that it stops', async () => {
    const before = (await deps()).needs
    const held = permissionsOf(before).map(({ name }) => name)
    if (held.includes(scope)) await take(scope)
    const report = await look({}, only)
    const expected = await truth(held.filter((one) => one !== scope))
    const missing = report.findings.filter(({ what }) => what.key.startsWith('doctor.missing'))
    expect(missing.map(({ permission }) => permission)).toEqual(expected.permissions)
    for (const finding of missing) {
      expect(english(finding.what)).toContain(finding.permission)
      for (const skill of finding.stops ?? []) expect(english(finding.what)).toContain(skill)
    }
    const inState = (state: string) => report.skills.filter((one) => one.state === state).map(({ name }) => name)
    expect(inState('stopped').sort()).toEqual(expected.stops)
    expect(inState('less')).toEqual(expected.limits.filter((name) => !expected.stops.includes(name)))
    expect(report.isSound).toBe(expected.stops.length === 0)
  })
})

test('what each one stops, in full', async () => {
  const stopped: Record<string, string[]> = {}
  for (const { name } of permissionsOf((await deps()).needs)) {
    await call('POST', '/_sandbox/reset')
    await take(name)
    const { skills } = await look({}, only)
    stopped[name] = skills.filter(({ state }) => state !== 'on').map((one) => `${one.name} ${one.state}`)
  }
  expect(stopped).toEqual({
    // The right to change groups includes reading them, and the one to change people, without which no phone can be
    // taken away, includes everything about people.
    'users.readonly': [],
    'groups.readonly': [],
    'organizations.readonly': [],
    'directoryinsights.readonly': ['report-lost-device less', 'why-locked-out less'],
    protect: [
      'connect-account stopped',
      'reset-password stopped',
      'unfreeze-person stopped',
      'unfreeze stopped',
      'unlock-account stopped',
    ],
    groups: ['join-group stopped', 'leave-group stopped'],
    'users.state.unlock': [],
    'users.password.set': [],
    // It cannot be looked at without sending somebody a mail.
    'users.notification.send-activation-email': [],
    'users.mfa.reset': [],
    'users.mfa.enforce': [],
    'users.state.suspend': [],
    users: ['reset-mfa stopped'],
  })
})

test('a skill that is stopped says what stops it, and where to click', async () => {
  await take('protect')
  const { skills } = await look({}, only)
  const [because] = skills.find(({ name }) => name === 'unlock-account')?.because ?? []
  expect(because && english(because.what)).toBe(
    'protect is missing. Stopped by that: connect-account, reset-password, unfreeze-person, unfreeze, and unlock-account.',
  )
  expect(because?.cure && english(because.cure)).toContain('add protect to the role')
})

test('what stops every skill is said once', async () => {
  for (const scope of ['users.readonly', 'users']) await take(scope)
  const text = renderReport(await look({}, only))
  expect(text).toMatch(/Nothing works until this is cured: users\.readonly is missing/)
  expect(text.match(/add users\.readonly to the role/g)).toHaveLength(1)
})

test('a skill that is switched off misses nothing', async () => {
  await give([
    'users.readonly',
    'groups.readonly',
    'organizations.readonly',
    'directoryinsights.readonly',
    'protect',
    'groups',
  ])
  const off = { enabled: false, proof: undefined, approvals: undefined, limit: undefined }
  const base = await deps()
  const organisation = base.organisation && {
    ...base.organisation,
    skills: Object.fromEntries(
      ['unlock-account', 'reset-password', 'reset-mfa', 'report-lost-device'].map((name) => [name, off]),
    ),
  }
  const report = await look({ organisation }, only)
  expect(wrongIn(report)).toEqual([])
  expect(report.skills.find(({ name }) => name === 'unlock-account')).toMatchObject({ state: 'off' })
  expect(renderReport(report)).toMatch(
    /unlock-account +switched off\n.*\n +→ In latchkey\.yaml set skills → unlock-account/,
  )
})

test('rights beyond the role are told, as far as reading shows them', async () => {
  await give([...allScopes(), 'applications.readonly'])
  expect(wrongIn(await look({}, only))).toEqual([
    expect.stringMatching(/^applications\.readonly is granted, and no skill.*→ Take applications\.readonly out/),
  ])
})

test('an edge that may write is told', async () => {
  const { jumpcloud } = (await deps()).config
  const edge = (id: string) => ({
    role: 'edge' as const,
    config: {
      jumpcloud: {
        ...jumpcloud,
        credential: undefined,
        orgId: undefined,
        readCredential: { kind: 'client' as const, id: `sandbox-${id}`, secret: `sandbox-${id}-secret` },
      },
    },
  })
  const writes = wrongIn(await look(edge('latchkey'), only)).filter((line) => line.includes('no skill in use needs it'))
  expect(writes.map((line) => line.split(' ')[0]).sort()).toEqual([
    'groups',
    'users',
    'users.mfa.enforce',
    'users.mfa.reset',
    'users.password.set',
    'users.state.suspend',
    'users.state.unlock',
  ])
  const { findings } = await look(edge('read'), only)
  expect(findings.find(({ permission }) => permission === 'protect')).toMatchObject({ level: 'error' })
  const groups = (await look(edge('verify'), only)).findings.find(({ permission }) => permission === 'groups.readonly')
  expect(groups).toMatchObject({ level: 'error', stops: expect.arrayContaining(['help', 'join-group']) })
})
