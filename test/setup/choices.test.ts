// The choices as the wizard changes them: comments and everything untouched stay to the letter, and the difference is what changed.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { latchkeyKey } from '../../src/sandbox/keys.ts'
import { groupsStep } from '../../src/setup/steps/groups.ts'
import { organisationStep } from '../../src/setup/steps/organisation.ts'
import { protectedStep } from '../../src/setup/steps/protected.ts'
import { rolesStep } from '../../src/setup/steps/roles.ts'
import { exampleText, readText } from '../organisation/example.ts'
import { setUpForTests } from './harness.ts'
import { chooses, enter, picks, types } from './player.ts'

const { step, read, at, write, mode } = setUpForTests()
const key = { JUMPCLOUD_API_KEY: latchkeyKey, JUMPCLOUD_OAUTH_URL: undefined }
const same = <Item>(count: number, item: Item): Item[] => Array.from({ length: count }, () => item)
const linesNotIn = (one: string, other: string): string[] => {
  const known = new Set(other.split('\n'))
  return one.split('\n').filter((line) => !known.has(line))
}

describe('a file that is there', () => {
  test('loses no comment and no line but those that are meant', async () => {
    write('latchkey.yaml', exampleText, 0o640)
    const said = await step(
      groupsStep,
      [
        // Already chosen ones are first in the list: picking one again takes it out.
        ['Which groups may people ask for', picks('VPN – Contractors', 'Engineering')],
        ['Engineering: who decides', chooses(1)],
        ['Engineering: longest time', types('90d')],
        ['Engineering: time that is offered first', types('30d')],
        ['Engineering: how much', enter],
        ['Change latchkey.yaml like this?', enter],
      ],
      key,
    )
    const after = read('latchkey.yaml')
    const [, vpn = ''] = /( {2}- name: VPN – Contractors\n(?: {4}.*\n)+)/.exec(exampleText) ?? []
    const added = [
      '  - name: Engineering',
      '    tier: ordinary',
      '    longest: 90d',
      '    usual: 30d',
      '    approver: manager',
    ]
    expect(linesNotIn(after, exampleText)).toEqual(added.filter((line) => !exampleText.includes(`${line}\n`)))
    expect(after.replace(`\n${added.join('\n')}\n`, '')).toBe(exampleText.replace(`${vpn}\n`, ''))
    expect(said).toMatch(/- {3}- name: VPN – Contractors/)
    expect(said).toMatch(/\+ {3}- name: Engineering/)
    expect(readText(after).groups.map(({ name }) => name)).toContain('Engineering')
    expect(mode('latchkey.yaml')).toBe(0o640)
  })

  test('is kept as a dated copy', async () => {
    write('latchkey.yaml', exampleText)
    const said = await step(
      rolesStep,
      [
        ['IT helps people', picks('IT')],
        ['IT: which people', picks('dana.whitfield')],
        ...['HR decides', 'HR: which', 'Security decides', 'Security: which', 'Admins administer', 'Admins: which'].map(
          (question) => [question, enter] as const,
        ),
        ['Who is told', picks('felix.braun', 'omar.farouk')],
        ['Change latchkey.yaml like this?', enter],
      ],
      key,
    )
    const [copy = '', ...others] = readdirSync(at('.')).filter((name) => /^latchkey\.yaml\.\d{4}-/.test(name))
    expect(others).toEqual([])
    expect(readFileSync(join(at('.'), copy), 'utf8')).toBe(exampleText)
    expect(said).toContain(`is kept as ${copy}`)
    expect(readText(read('latchkey.yaml'))).toMatchObject({
      roles: { it: { groups: [], people: ['dana.whitfield@northwind.example'] } },
      securityContacts: ['nadia.petrova@northwind.example', 'omar.farouk@northwind.example'],
    })
  })

  test('is not touched when nothing changes, or when the change is refused', async () => {
    write('latchkey.yaml', exampleText)
    const unchanged = await step(
      protectedStep,
      same(4, enter).map((keys, i) => [protectedQuestions[i] ?? '', keys]),
      key,
    )
    expect(unchanged).toMatch(/latchkey\.yaml is as it was/)
    const refused = await step(
      organisationStep,
      [
        ['Its name', types('Southwind')],
        ['Its time zone', enter],
        ['Which of these e-mail domains', enter],
        ['Change latchkey.yaml like this?', 'n'],
      ],
      key,
    )
    expect(refused).toMatch(/- {3}name: Northwind/)
    expect(refused).toMatch(/\+ {3}name: Southwind/)
    expect(read('latchkey.yaml')).toBe(exampleText)
    expect(readdirSync(at('.'))).toEqual(['latchkey.yaml'])
  })

  test('that nobody protects any more says so in a word', async () => {
    write('latchkey.yaml', exampleText)
    const names = ['Executives', 'ruth.adler', 'svc-backup', 'break-glass']
    await step(
      protectedStep,
      [
        ...names.map((name, i) => [protectedQuestions[i] ?? '', picks(name)] as const),
        ['Change latchkey.yaml like this?', enter],
      ],
      key,
    )
    expect(linesNotIn(read('latchkey.yaml'), exampleText)).toEqual([
      '  groups: none',
      '  people: none',
      '  serviceAccounts: none',
      '  breakGlass: none',
    ])
  })

  test('that is wrong already is mended by hand first', async () => {
    write('latchkey.yaml', exampleText.replace('tier: ordinary', 'teir: ordinary'))
    const said = await step(groupsStep, [], key)
    expect(said).toMatch(/latchkey\.yaml:\d+:\d+ “groups\[0\]\.teir” is not a setting\. Did you mean “tier”/)
    expect(said).toMatch(/npm run setup -- --only groups/)
  })
})

const protectedQuestions = [
  'Members of which groups are protected',
  'Which people besides',
  'Which accounts are service accounts',
  'Which accounts are for emergencies',
]

describe('answers', () => {
  test('that cannot be are told at once', async () => {
    write('latchkey.yaml', exampleText)
    const said = await step(
      groupsStep,
      [
        ['Which groups may people ask for', picks('Engineering')],
        ['Engineering: who decides', chooses(1)],
        ['Engineering: longest time', types('a week')],
      ],
      key,
      async ({ until, send }) => {
        await until('must be a duration: a whole number and m, h or d')
        send(types('7d'))
        await until('◆  Engineering: time that is offered first')
        send(types('30d'))
        await until('is longer than the longest duration')
        send(types('1d'))
        await until('◆  Engineering: how much')
        send(enter)
        await until('◆  Change latchkey.yaml')
        send('n')
      },
    )
    expect(said).toMatch(/\+ {5}longest: 7d\n│ {2}\+ {5}usual: 1d/)
  })

  test('name only groups that can be lent, and people who are there', async () => {
    write('latchkey.yaml', exampleText.replace('mei.tanaka@', 'gone.away@'))
    const said = await step(groupsStep, [['Which groups may people ask for', `Server${enter}`]], key)
    expect(said).toMatch(/\d+ groups are not offered: filled by a rule, or with sudo, or deciding/)
    expect(said).toMatch(/No matches found/)
    expect(said).toMatch(/warning +latchkey\.yaml names gone\.away@northwind\.example/)
  })

  test('an empty one where somebody is needed is asked again', async () => {
    write('latchkey.yaml', exampleText)
    const said = await step(
      organisationStep,
      [
        ['Its name', enter],
        ['Its time zone', types('Berlin')],
      ],
      key,
      async ({ until, send }) => {
        await until('must be a time zone by its IANA name')
        send(types('Europe/Berlin'))
        await until('◆  Which of these e-mail domains')
        send(picks('northwind.example'))
        await until('At least one is needed')
        await until('◆  Which of these e-mail domains')
        send(enter)
      },
    )
    expect(said).toMatch(/latchkey\.yaml is as it was/)
  })

  test('need JumpCloud, and say so without it', async () => {
    const said = await step(rolesStep, [], { ...key, JUMPCLOUD_API_KEY: 'canary-key' })
    expect(said).toMatch(/JumpCloud does not know this API key/)
    expect(said).toMatch(/First: npm run setup -- --only jumpcloud/)
  })
})
