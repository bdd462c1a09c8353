// Reading latchkey.yaml: what it becomes, and that every mistake is told with its line, its column and its cure.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { days, hours, minutes } from '../../src/clock.ts'
import { organisationFromFile, readOrganisation } from '../../src/organisation/read.ts'
import { edited, examplePath, exampleText, placeIn, problemsIn, readText } from './example.ts'

test('the example is valid, and becomes plain data in milliseconds', () => {
  const organisation = organisationFromFile(examplePath)
  expect(organisation.organisation).toEqual({
    name: 'Northwind',
    language: 'en',
    timeZone: 'Europe/Berlin',
    domains: ['northwind.example'],
  })
  expect(organisation.workingHours).toMatchObject({ fromMs: hours(9), toMs: hours(17.5) })
  expect(organisation.approvals).toEqual({
    remindAfterMs: minutes(30),
    escalateAfterMs: hours(2),
    expireAfterMs: hours(72),
  })
  expect(organisation.groups[0]).toEqual({
    name: 'Looker – Analyst',
    title: 'Looker for analysts',
    aliases: ['looker', 'dashboards'],
    owners: ['mei.tanaka@northwind.example', 'tom.okafor@northwind.example'],
    ownerGroup: undefined,
    tier: 'ordinary',
    longestMs: days(30),
    usualMs: days(7),
    approver: 'owner',
  })
  expect(organisation.skills['join-group']).toEqual({
    enabled: true,
    proof: undefined,
    approvals: undefined,
    limit: undefined,
  })
  expect(organisation.audit).toBeUndefined()
})

test('the commented audit channel of the example is valid too', () => {
  const text = exampleText.replace(
    /^# (audit:)\n# ( {2}channel:)\n# ( {4}platform: slack)\n# ( {4}id: .*)$/m,
    '$1\n$2\n$3\n$4',
  )
  expect(readText(text).audit).toEqual({ channel: { platform: 'slack', id: 'C0123456789' } })
})

test('chosen approvals become rules of one role each, and e-mail addresses are in lower case', () => {
  const text = edited('approvals: default', 'approvals: [security, manager]').replace('ruth.adler@', 'Ruth.Adler@')
  expect(readText(text).skills['unlock-account']?.approvals).toEqual([{ by: ['security'] }, { by: ['manager'] }])
  expect(readText(text).protected.people).toEqual(['ruth.adler@northwind.example'])
})

test('no choice by skill is said in a word, because an empty group may be a lost one', () => {
  const withSkills = (written: string) => exampleText.replace(/^skills:[\s\S]*$/m, `skills: ${written}\n`)
  expect(readText(withSkills('default')).skills).toEqual({})
  expect(problemsIn(withSkills('{}'))[0]).toContain('Write “skills: default”')
  expect(problemsIn(withSkills('none'))[0]).toContain('must be the word default, or your choices')
})

test('nobody can be written as an empty list of a role, or in words', () => {
  expect(readText(edited('groups: [HR]', 'groups: []')).roles.hr).toEqual({ groups: [], people: [] })
  expect(readText(edited('groups: [HR]', 'groups: none')).roles.hr).toEqual({ groups: [], people: [] })
  expect(readText(edited('breakGlass: [break-glass]', 'breakGlass: none')).protected.breakGlass).toEqual([])
})

interface Mistake {
  piece: string
  by: string
  /** What of the new text is pointed at; the new text itself when left out. */
  at?: string
  says: string
}

const mistakes: Mistake[] = [
  {
    piece: 'remindAfter: 30m',
    by: 'remindAftr: 30m',
    says: '“approvals.remindAftr” is not a setting. Did you mean “remindAfter”?',
  },
  {
    piece: '    tier: ordinary',
    by: '    teir: ordinary',
    at: 'teir',
    says: '“groups[0].teir” is not a setting. Did you mean “tier”?',
  },
  {
    piece: 'securityContacts:',
    by: 'securityContact:',
    says: '“securityContact” is not a setting. Did you mean “securityContacts”?',
  },
  {
    piece: 'approver: manager',
    by: 'approver: mananger',
    at: 'mananger',
    says: 'owner, manager, owner-or-manager. Did you mean “manager”?',
  },
  { piece: 'tier: privileged', by: 'tier: 1', at: '1', says: '“groups[1].tier” must be one of: ordinary, privileged.' },
  {
    piece: 'enabled: true',
    by: 'enabled: "true"',
    at: '"true"',
    says: '“skills.unlock-account.enabled” must be true or false.',
  },
  { piece: '[mon, tue', by: '[mon, tues', at: 'tues', says: '“workingHours.days[1]” must be one of' },
  {
    piece: 'times: 3',
    by: 'times: 0',
    at: '0',
    says: '“skills.unlock-account.limit.times” is empty or too small (at least 1)',
  },
  { piece: 'times: 3', by: 'tims: 3', says: 'Did you mean “times”?' },
  { piece: 'longest: 30d', by: 'longest: 30', at: '30', says: 'must be a duration' },
  { piece: 'longest: 30d', by: 'longest: 300d', at: '300d', says: '“groups[0].longest” must be from 1h to 180d.' },
  { piece: 'usual: 7d', by: 'usual: 31d', at: '31d', says: 'longer than the longest duration of this group' },
  { piece: 'Europe/Berlin', by: 'Europe/Bärlin', says: 'must be a time zone by its IANA name' },
  { piece: 'Europe/Berlin', by: '"+01:00"', says: 'must be a time zone by its IANA name' },
  { piece: 'to: "17:30"', by: 'to: "08:00"', at: '"08:00"', says: 'must be later than “from”' },
  { piece: 'from: "09:00"', by: 'from: 9', at: '9', says: 'must be a time of day in quotes' },
  {
    piece: 'expireAfter: 72h',
    by: 'expireAfter: 1h',
    at: '1h',
    says: '“approvals.expireAfter” must be later than “escalateAfter”.',
  },
  {
    piece: 'felix.braun@northwind.example',
    by: 'felix.braun',
    says: '“securityContacts[1]” must be an e-mail address',
  },
  {
    piece: '[mei.tanaka@northwind.example, ',
    by: '["*", ',
    at: '"*"',
    says: '“groups[0].owners[0]” must be an e-mail address',
  },
  { piece: '[IT – Service Desk]', by: '["*"]', at: '"*"', says: 'A pattern such as * stands for nobody.' },
  { piece: 'tom.okafor@', by: 'Mei.Tanaka@', says: '“groups[0].owners[1]” stands in this list already' },
  {
    piece: 'name: Figma – Editors',
    by: 'name: looker – analyst',
    at: 'looker – analyst',
    says: 'already leads to another requestable group',
  },
  {
    piece: 'aliases: [figma]',
    by: 'aliases: [VPN]',
    at: 'VPN',
    says: '“groups[4].aliases[0]”: the name “VPN” already leads',
  },
  { piece: 'name: Figma – Editors', by: 'name: HR', at: 'HR', says: 'so it cannot be asked for in chat' },
  {
    piece: 'groups: [Executives]',
    by: 'groups: []',
    at: '[]',
    says: '“protected.groups” is empty, which would leave everybody unprotected',
  },
  { piece: 'approvals: default', by: 'approvals: []', at: '[]', says: '“skills.unlock-account.approvals” is empty' },
  {
    piece: 'approvals: default',
    by: 'approvals: [boss]',
    at: 'boss',
    says: 'must be one of: manager, owner, it, hr, security, admin',
  },
  {
    piece: 'approvals: default',
    by: 'approvals: everyone',
    at: 'everyone',
    says: 'must be the word default, or a list of roles',
  },
  { piece: 'version: 1', by: 'version: 2', at: '2', says: '“version” must be one of: 1.' },
  { piece: 'language: en', by: 'language: de', at: 'de', says: '“organisation.language” must be one of: en' },
  { piece: 'unlock-account:', by: 'Unlock_Account:', says: 'must be the name of a skill' },
  {
    piece: 'skills:\n',
    by: 'skills:\n  __proto__: {}\n',
    at: '__proto__',
    says: '“skills.__proto__” is not a setting',
  },
]

test.each(mistakes)('$by: $says', ({ piece, by, at, says }) => {
  const text = edited(piece, by)
  expect(problemsIn(text)).toEqual([expect.stringContaining(`- ${placeIn(text, by, at ?? by)} `)])
  expect(problemsIn(text)[0]).toContain(says)
})

test('a group that nobody could approve is named, with its line', () => {
  const text = edited('owners: [dana.whitfield@northwind.example]', 'owners: []')
  const place = placeIn(text, '- name: VPN – Contractors', 'name')
  expect(problemsIn(text)).toEqual([
    expect.stringContaining(`${place} nobody could approve “VPN – Contractors” as its owner`),
  ])
})

test('a role that must approve but is held by nobody is named, with the line that asks for it', () => {
  const text = edited('groups: [HR]', 'groups: []').replace('approvals: default', 'approvals: [it, hr]')
  const place = placeIn(text, '[it, hr]', 'hr')
  expect(problemsIn(text)).toEqual([
    `- ${place} nobody could approve “unlock-account”: “skills.unlock-account.approvals[1]” asks for the role hr, and roles.hr holds nobody. Add people or a group to the role.`,
  ])
})

test('what is missing is shown at the settings that lack it', () => {
  const text = edited('    people: []\n  hr:', '  hr:')
  expect(problemsIn(text)).toEqual([
    expect.stringContaining(`${placeIn(text, '  it:\n', 'it')} “roles.it.people” is missing`),
  ])
})

test.each([
  'allowSelfApproval',
  'selfApproval',
  'self_approve',
  'approveOwnRequests',
  'requesterMayApprove',
  'selfApprover',
])('there is no setting %s, wherever it stands', (key) => {
  for (const piece of ['version: 1\n', 'approvals:\n  ', '  unlock-account:\n    ']) {
    const text = edited(piece, `${piece}${key}: true\n${/ *$/.exec(piece)?.[0]}`)
    const said = problemsIn(text)
    expect(said).toHaveLength(1)
    expect(said[0]).toContain(`${placeIn(text, `${key}: true`)} `)
    expect(said[0]).toContain('There is none: whoever asks never approves their own request')
  }
})

test.each(['approver: self', 'approver: Self'])('nobody approves for themselves: %s', (by) => {
  expect(problemsIn(edited('approver: manager', by))[0]).toContain('asks for self-approval. There is none')
})

test('every problem is told at once, in the order of the file', () => {
  const text = edited('version: 1', 'version: one')
    .replace('Europe/Berlin', 'Berlin')
    .replace('remindAfter: 30m', 'remindAfter: soon')
    .replace('usual: 4h', 'usual: 9h')
    .replace('enabled: true', 'enabled: yes')
  const lines = problemsIn(text).map((line) => Number(line.split(':')[1]))
  expect(lines).toHaveLength(5)
  expect(lines).toEqual(lines.toSorted((a, b) => a - b))
})

test('a choice for a skill that does not exist is refused where the skills are known', () => {
  const skillNames = ['unlock-account', 'join-group', 'help']
  expect(problemsIn(exampleText, { skillNames })).toEqual([])
  const text = edited('unlock-account:', 'unlock-acount:')
  expect(problemsIn(text, { skillNames })).toEqual([
    `- ${placeIn(text, 'unlock-acount')} “skills.unlock-acount” names no skill of this Latchkey. Did you mean “unlock-account”?`,
  ])
})

test.each([
  ['', 'must hold named settings'],
  ['- a list', 'must hold named settings'],
  ['version: 1\nversion: 1', 'latchkey.yaml:2:1 is not valid YAML'],
  ['version: [1', 'is not valid YAML'],
  ['version: 1\n---\nversion: 1', 'is not valid YAML'],
  ['version: !!js/function 1', 'is not valid YAML'],
  [
    'a: &a [x, x]\nb: &b [*a, *a, *a, *a, *a, *a]\nc: &c [*b, *b, *b, *b, *b, *b]\nd: [*c, *c, *c, *c, *c]',
    'is not valid YAML',
  ],
  ['version: *nowhere', 'is not valid YAML'],
])('what is no such file is refused: %j', (text, says) => {
  expect(problemsIn(text).join('\n')).toContain(says)
})

test('problems name places and settings, not the people who stand there', () => {
  const said = problemsIn(exampleText.replaceAll('@northwind.example', '@northwind')).join('\n')
  expect(said).toContain('must be an e-mail address')
  expect(said).not.toMatch(/mei|tanaka|ruth|adler/i)
})

test('hundreds of mistakes are counted, and the first hundred shown', () => {
  const text = `${exampleText}\n${Array.from({ length: 100 }, (_, n) => `  x${n}: {}`).join('\n')}`
  const said = problemsIn(text)
  expect(said).toHaveLength(101)
  expect(said.at(-1)).toContain('and 300 more')
})

test('a file that cannot be read says so and names the cure', () => {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-organisation-'))
  const path = join(folder, 'latchkey.yaml')
  expect(() => organisationFromFile(path)).toThrow(/cannot be read \(ENOENT\)\. Copy latchkey\.example\.yaml/)
  writeFileSync(path, `# ${'x'.repeat(1_100_000)}`)
  expect(() => organisationFromFile(path)).toThrow('is larger than 1 MB')
  rmSync(folder, { recursive: true })
  expect(() => readOrganisation('version: 1', path)).toThrow('“roles” is missing')
})
