// A variable that is deleted, blanked, misspelt or of another type is refused, or turns something off; it opens nothing.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Config } from '../../src/config.ts'
import { seedFor, sizeOf } from '../prove/sizes.ts'
import { acceptedOrRefused, valid } from './settings.ts'

type Settings = Record<string, string>
type Spoil = (settings: Settings, name: string) => Settings

const without = (settings: Settings, name: string): Settings =>
  Object.fromEntries(Object.entries(settings).filter(([other]) => other !== name))
const named =
  (rename: (name: string) => string): Spoil =>
  (settings, name) => ({ ...without(settings, name), [rename(name)]: settings[name] ?? '' })
const valued =
  (change: (value: string) => string): Spoil =>
  (settings, name) => ({ ...settings, [name]: change(settings[name] ?? '') })

const spoils: Record<string, Spoil> = {
  delete: without,
  blank: valued(() => ''),
  blanks: valued(() => '  '),
  misspell: named((name) => `${name.slice(0, -2)}${name.at(-1)}${name.at(-2)}`),
  'lower case': named((name) => name.toLowerCase()),
  'letter too many': named((name) => `${name}S`),
  null: valued(() => 'null'),
  undefined: valued(() => 'undefined'),
  false: valued(() => 'false'),
  zero: valued(() => '0'),
  star: valued(() => '*'),
  'line break': valued((value) => `${value}\nX: y`),
  'cut short': valued((value) => value.slice(0, 3)),
  'plain http': valued((value) => value.replace(/^https:/, 'http:')),
}

const intended = acceptedOrRefused(valid)

/** What was switched off or left to its default may differ; whatever secret or host is in use must be the one that was meant. */
function strayOf(now: Config): string[] {
  const meant = new Set(Object.values(valid))
  const used = [
    ...Object.values({ ...now.jumpcloud.credential, ...now.jumpcloud.overrides }),
    ...Object.values({ ...now.jumpcloud.readCredential, orgId: now.jumpcloud.orgId }),
    ...Object.values({ ...now.slack }),
    ...Object.values({
      ...now.teams,
      credential: now.teams?.credential.kind === 'password' && now.teams.credential.password,
    }),
    ...Object.values({ ...now.openai, publicUrl: now.publicUrl, databaseUrl: now.databaseUrl, secret: now.secret }),
  ]
  return used
    .filter((value) => typeof value === 'string' && !['client', 'api-key'].includes(value) && !meant.has(value))
    .map(String)
}

const changes = Object.keys(valid).flatMap((name) =>
  Object.entries(spoils).map(([how, spoil]) => ({ name, how, spoil })),
)
/** Any text of this kind is as good as another, so that only being wrong in form can be noticed. */
const isFree = (name: string): boolean => /CLIENT_ID|CLIENT_SECRET|PASSWORD|OPENAI_API_KEY/.test(name)

test('the environment that is spoilt is a valid one', () => {
  expect(intended).toBeDefined()
  expect(strayOf(intended ?? expect.fail())).toEqual([])
})

test('one variable spoilt in any way is refused, or turns something off', () => {
  const stray = changes
    .filter(
      ({ name, how }) => !(isFree(name) && ['null', 'undefined', 'false', 'zero', 'star', 'cut short'].includes(how)),
    )
    .flatMap(({ name, how, spoil }) => {
      const now = acceptedOrRefused(spoil(valid, name))
      return now ? strayOf(now).map((value) => `${how} ${name}: ${value}`) : []
    })
  expect(stray).toEqual([])
})

test('a platform is never half on, whatever two variables are spoilt', () => {
  fc.assert(
    fc.property(fc.constantFrom(...changes), fc.constantFrom(...changes), (one, other) => {
      const now = acceptedOrRefused(other.spoil(one.spoil(valid, one.name), other.name))
      if (!now) return
      expect(now.secret).toBe(valid.LATCHKEY_SECRET)
      if (now.slack) expect(now.slack.signingSecret).toBe(valid.SLACK_SIGNING_SECRET)
      if (now.teams) expect(now.teams.tenantId).toBe(valid.TEAMS_TENANT_ID)
      if (now.publicUrl) expect(now.publicUrl).toMatch(/^https:/)
    }),
    { numRuns: sizeOf('environments'), seed: seedFor('environments') },
  )
})
