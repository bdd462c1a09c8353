// The version of the organisation's choices: the same for the same choices, another for any other.
import { expect, test } from 'vitest'
import { parse, stringify } from 'yaml'
import { durationMs } from '../../src/organisation/duration.ts'
import { organisationVersion } from '../../src/organisation/organisation.ts'
import { edited, exampleText, readText } from './example.ts'

const versionOf = (text: string): string => organisationVersion(readText(text))

test('comments, layout, order of keys and spelling of durations do not count', () => {
  const version = versionOf(exampleText)
  expect(version).toMatch(/^[0-9a-f]{16}$/)
  expect(versionOf(stringify(parse(exampleText)))).toBe(version)
  expect(versionOf(stringify(Object.fromEntries(Object.entries(parse(exampleText)).toReversed())))).toBe(version)
  expect(versionOf(edited('expireAfter: 72h', 'expireAfter: 3d'))).toBe(version)
  expect(versionOf(edited('breakGlass: [break-glass]', 'breakGlass: [Break-Glass]'))).toBe(version)
})

test.each([
  ['usual: 7d', 'usual: 6d'],
  ['proof: S1', 'proof: S0'],
  ['proof: S1', 'proof: default'],
  ['tier: privileged', 'tier: ordinary'],
  [', tom.okafor@northwind.example', ''],
  ['groups: [HR]', 'groups: none'],
  ['breakGlass: [break-glass]', 'breakGlass: none'],
])('“%s” written as “%s” is another version', (piece, by) => {
  expect(versionOf(edited(piece, by))).not.toBe(versionOf(exampleText))
})

test('durations are whole numbers of minutes, hours or days', () => {
  expect(['30m', '2h', '7d'].map(durationMs)).toEqual([1_800_000, 7_200_000, 604_800_000])
  for (const written of ['', 'm', '0m', '-1h', '1.5h', '1w', '1 h', '1h30m', '٣h', '99999d'])
    expect(() => durationMs(written), written).toThrow(RangeError)
})
