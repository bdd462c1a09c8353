// What a text says besides what it asks for. What is not clear stays open; nobody is taken for somebody else.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type CatalogueGroup,
  findDays,
  findGroup,
  findReason,
  findRequestNumber,
} from '../../src/conversation/slots.ts'

const catalogue: CatalogueGroup[] = [
  { name: 'Looker – Admin', tier: 'privileged', aliases: ['looker'] },
  { name: 'Looker – Analyst', title: 'Looker dashboards', aliases: ['bi'] },
  { name: 'Wiki – Readers' },
  { name: 'VPN – Contractors', aliases: ['vpn'] },
  { name: 'Figma – Editors' },
  { name: 'Finance' },
  { name: 'Engineering' },
]

describe('findGroup', () => {
  it.each([
    ['add me to `looker – analyst` for 7 days', 'Looker – Analyst'],
    ['add me to "Wiki – Readers" please', 'Wiki – Readers'],
    ['add me to Looker Analyst', 'Looker – Analyst'],
    ['I need LOOKER-ADMIN', 'Looker – Admin'],
    ['looker dashboards please', 'Looker – Analyst'],
    ['access to bi', 'Looker – Analyst'],
    ['vpn for two weeks', 'VPN – Contractors'],
    ['put me in finance', 'Finance'],
    ['add me to the vpn because I work in Finance', 'VPN – Contractors'],
  ])('%j names %s', (text, name) => {
    expect(findGroup(text, catalogue)).toEqual({ exact: name, candidates: [name] })
  })

  it('never prefers the privileged one where both could be meant', () => {
    for (const text of ['add me to looker', 'add me to `looker`', 'loker acces']) {
      const found = findGroup(text, catalogue)
      expect(found.exact, text).toBeUndefined()
      expect(found.candidates, text).toEqual(['Looker – Analyst', 'Looker – Admin'])
    }
  })

  it('offers what resembles, and takes none of it', () => {
    expect(findGroup('add me to the wikki', catalogue)).toEqual({ candidates: ['Wiki – Readers'] })
    expect(findGroup('figma please', catalogue)).toEqual({ candidates: ['Figma – Editors'] })
  })

  it('offers several that are named, and one that is named in passing', () => {
    expect(findGroup('add me to Finance and Engineering', catalogue).exact).toBeUndefined()
    expect(findGroup('add me to Finance and Engineering', catalogue).candidates.sort()).toEqual([
      'Engineering',
      'Finance',
    ])
    expect(findGroup('add me to a group because I moved to Finance', catalogue)).toEqual({ candidates: ['Finance'] })
  })

  it('does not read what somebody else wrote', () => {
    expect(findGroup('> add me to Finance\nadd me to the vpn', catalogue).exact).toBe('VPN – Contractors')
  })

  it.each(['join a group', 'add me', '', '7 days', '🎉'])('finds nothing in %j', (text) => {
    expect(findGroup(text, catalogue)).toEqual({ candidates: [] })
  })

  it('never returns a name that is not in the catalogue, and never takes one of 300 near-duplicates', () => {
    const names = Array.from({ length: 300 }, (_, i) => ({ name: `Project ${String.fromCharCode(65 + (i % 26))}${i}` }))
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.constantFrom('project', 'projekt a', 'Project A', 'project b 1')),
        (text) => {
          const found = findGroup(text, names)
          expect(found.exact).toBeUndefined()
          expect(found.candidates.every((name) => names.some((group) => group.name === name))).toBe(true)
          expect(found.candidates.length).toBeLessThanOrEqual(5)
        },
      ),
      { numRuns: 60 },
    )
  })
})

describe('findDays', () => {
  const monday = { now: new Date('2026-11-23T10:00:00Z'), zone: 'Europe/Vienna' }

  it.each([
    ['7 days', 7],
    ['for a week', 7],
    ['two weeks please', 14],
    ['1d', 1],
    ['2w', 14],
    ['for the day', 1],
    ['for 48 hours', 2],
    ['a fortnight', 14],
    ['for a month', 30],
    ['until friday', 4],
    ['until tomorrow', 1],
    ['until 2026-12-01', 8],
    ['till dec 3rd', 10],
    ['asked 3 days ago, need it for 7 days', 7],
  ])('%j is %i', (text, days) => {
    expect(findDays(text, monday)).toBe(days)
  })

  it.each([
    'a few days',
    '5-7 days',
    'one or two weeks',
    '1.5 weeks',
    'for 3 hours',
    'in two weeks',
    '3 days ago',
    'every day',
    'until 5pm',
    'until 01/09',
    'until march',
    'until yesterday',
    '0 days',
    'for 7 days until friday',
    'for 99999 days',
    'R-1042',
    'add me to group 7',
    '',
    '7 or maybe 3 days',
  ])('%j is not clear', (text) => {
    expect(findDays(text, monday)).toBeUndefined()
  })

  it('counts days in the writer’s zone', () => {
    const lateSunday = new Date('2026-11-22T23:30:00Z')
    expect(findDays('until friday', { now: lateSunday, zone: 'Europe/Vienna' })).toBe(4)
    expect(findDays('until friday', { now: lateSunday, zone: 'America/New_York' })).toBe(5)
    expect(findDays('until friday', { now: lateSunday, zone: 'Nowhere/Else' })).toBeUndefined()
  })

  it('is a whole number of days or nothing, whatever is typed', () => {
    const part = fc.constantFrom(
      'for',
      '7',
      'days',
      'until',
      'friday',
      'a',
      'week',
      '-',
      '01/09',
      'or',
      'next',
      '\u0000',
      '９',
    )
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
        const days = findDays(parts.join(' '), monday)
        expect(days === undefined || (Number.isInteger(days) && days >= 1 && days <= 3650)).toBe(true)
      }),
      { numRuns: 300 },
    )
  })
})

describe('findReason', () => {
  it.each([
    ['add me because of the audit', 'the audit'],
    ['add me to looker for 7 days for the q3 numbers', 'the q3 numbers'],
    ['add me to looker for 7 days, quarterly numbers', 'quarterly numbers'],
    ['I need finance to finish the annual report', 'finish the annual report'],
    ['join looker for a week because we close the books, please', 'we close the books'],
    ['I need it for the board meeting until friday', 'the board meeting'],
    ['reason: audit 2026', 'audit 2026'],
    ['add me to wiki so I can edit the pages. Thanks!', 'I can edit the pages'],
  ])('%j says %j', (text, reason) => {
    expect(findReason(text)).toBe(reason)
  })

  it.each([
    'for 7 days please',
    'I want to join the group',
    'add me to wiki, please',
    'put my colleague in looker for two weeks',
    'for my colleague',
    '',
  ])('%j says none', (text) => {
    expect(findReason(text)).toBeUndefined()
  })

  it('is cut at 200 characters', () => {
    expect(findReason(`because ${'of many things '.repeat(60)}`)?.length).toBe(200)
  })
})

describe('findRequestNumber', () => {
  it.each([
    ['cancel R-1042', 'R-1042'],
    ['cancel `r-1042`, please', 'R-1042'],
    ['status of R7', 'R-7'],
    ['R-7 or r-7', 'R-7'],
  ])('%j names %s', (text, number) => {
    expect(findRequestNumber(text)).toBe(number)
  })
  it.each(['cancel it', 'R-1 and R-2', 'error-1042', 'PR-12', 'R-12-13', 'R-'])('%j names none', (text) => {
    expect(findRequestNumber(text)).toBeUndefined()
  })
})
