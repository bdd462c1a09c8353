// No part with a published hole and none at its end runs here, and every part comes checked from one place (T-N1, T-N2).
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { banned, borne, floors, nodeFloor, unmaintained } from './floor-list.ts'
import { inexact, isBelow, mendedBy, partsOf, refusedIn, strangeIn } from './floors.ts'
import { exists, files, importsOf, read } from './source.ts'

const lock = read('package-lock.json')
const parts = partsOf(lock)
const wishes = z.record(z.string(), z.string())
const own = z
  .object({ engines: z.object({ node: z.string() }), dependencies: wishes, devDependencies: wishes })
  .parse(JSON.parse(read('package.json')))

/** A lock file with a sound package and another one. */
const withPart = (path: string, version: string, rest: Readonly<Record<string, unknown>> = {}): string =>
  JSON.stringify({
    lockfileVersion: 3,
    packages: {
      '': { name: 'planted' },
      'node_modules/express': { version: '5.3.0', integrity: 'sha512-invented' },
      [path]: { version, integrity: 'sha512-invented', ...rest },
    },
  })

test('nothing that runs in production is below its floor or banned', () => {
  expect(refusedIn(lock)).toEqual([])
})

test('what is borne is still there, and still below its floor', () => {
  const idle = borne.filter(({ name, version }) => {
    const floor = floors.find((one) => one.name === name)
    return (
      floor === undefined || !mendedBy(floor, version) || !parts.some((p) => p.name === name && p.version === version)
    )
  })
  expect(idle, 'It does no harm any more: take it off the list.').toEqual([])
})

test('every floor is about something that is there', () => {
  const gone = floors.filter(({ name }) => !parts.some((part) => part.name === name && part.dev !== true))
  expect(
    gone.map(({ name }) => name),
    'Nothing brings it any more: take it off the list.',
  ).toEqual([])
})

describe.each(floors)('$name', (floor) => {
  test.each(floor.refused)('from %s on, below %s', (from, mended) => {
    const deep = `node_modules/other/node_modules/${floor.name}`
    expect(refusedIn(withPart(deep, from))).toEqual([expect.stringContaining(`${floor.name} ${from} (${deep}): `)])
    expect(refusedIn(withPart(deep, from))[0]).toContain(floor.advisory)
    expect(refusedIn(withPart(deep, `${mended}-beta.1`))[0]).toContain(`Raise it to ${mended}`)
    expect(refusedIn(withPart(deep, mended))).toEqual([])
    expect(refusedIn(withPart(deep, from, { dev: true }))).toEqual([])
  })
})

test('an advisory is named by its number', () => {
  const unnamed = [...floors, nodeFloor].filter(
    ({ advisory }) => !/GHSA(?:-[a-z0-9]{4}){3}|CVE-\d{4}-\d+/.test(advisory),
  )
  expect(unnamed).toEqual([])
})

test.each(banned)('$name must not be there', ({ name, because }) => {
  expect(parts.filter((part) => part.name === name)).toEqual([])
  expect(refusedIn(withPart(`node_modules/${name}`, '99.0.0'))).toEqual([expect.stringContaining(because)])
})

test('versions are compared as numbers', () => {
  expect(isBelow('7.9.0', '7.10.0')).toBe(true)
  expect(isBelow('7.10.0', '7.9.0')).toBe(false)
  expect(isBelow('5.0.0-beta.1', '5.0.0')).toBe(true)
  expect(isBelow('5.0.0', '5.0.0')).toBe(false)
  expect(isBelow('what', '0.0.1')).toBe(true)
})

describe('Node', () => {
  const versions = [
    ...parts.filter(({ path }) => path === 'node_modules/node').map(({ version }) => version),
    ...[...read('Dockerfile').matchAll(/^FROM node:(\S+?)-/gm)].map(([, version = '']) => version),
  ]

  test('of the scripts and of every stage of the image is a supported one', () => {
    expect(versions.length).toBe(3)
    expect(read('Dockerfile').match(/^FROM /gm)).toHaveLength(2)
    for (const version of versions)
      expect(mendedBy(nodeFloor, version), `${version}: ${nodeFloor.advisory}`).toBeUndefined()
  })

  test('that is at its end or unmended would be seen', () => {
    for (const old of ['18.20.8', '20.20.2', '22.18.0', '23.11.1', '24.18.0', '25.9.0'])
      expect(mendedBy(nodeFloor, old)).toBeDefined()
    for (const good of ['22.23.2', '24.18.1', '24.21.0', '26.3.1']) expect(mendedBy(nodeFloor, good)).toBeUndefined()
  })

  test('that only runs npm may be older: what it starts is the one above', () => {
    expect(own.engines.node).toBe('>=20')
    expect(own.devDependencies.node).toBe(versions[0])
  })
})

test('what nobody mends stays at its last version, in one folder, behind our own checks', () => {
  const theirs = parts.filter(({ name }) => unmaintained.name.test(name))
  expect(theirs.length).toBeGreaterThan(0)
  expect(theirs.filter(({ version }) => version.replace(/-.*/, '') !== unmaintained.last)).toEqual([])
  const users = files(/^(?:src|skills|adapters|manifest)\/.*\.ts$/).filter((file) =>
    importsOf(file).some(({ to }) => unmaintained.name.test(to)),
  )
  expect(users.filter((file) => !unmaintained.only.test(file))).toEqual([])
  for (const file of unmaintained.front) {
    expect(exists(file), file).toBe(true)
    expect(users, 'what stands in front needs nothing of theirs').not.toContain(file)
  }
})

describe('every part', () => {
  test('has its hash, and comes over https from where all the others come from', () => {
    expect(strangeIn(lock)).toEqual([])
  })

  test.each([
    ['without a hash', { integrity: undefined }],
    ['with a weak hash', { integrity: 'sha1-invented' }],
    ['from a folder', { link: true }],
    ['from git', { resolved: 'git+ssh://git@example.test/a/b.git#0123456' }],
    ['over an open line', { resolved: 'http://packages.example.test/a.tgz' }],
    ['from a file', { resolved: 'file:../a' }],
  ])('%s is seen', (_, rest) => {
    expect(strangeIn(withPart('node_modules/planted', '1.0.0', rest))[0]).toContain('planted 1.0.0')
  })

  test('from another host is seen', () => {
    const whole = JSON.parse(withPart('node_modules/a', '1.0.0', { resolved: 'https://one.example.test/a.tgz' }))
    whole.packages['node_modules/b'] = {
      ...whole.packages['node_modules/a'],
      resolved: 'https://two.example.test/b.tgz',
    }
    expect(strangeIn(JSON.stringify(whole))).toEqual([expect.stringContaining('more than one host')])
  })

  test('is asked for by its exact version', () => {
    expect(inexact({ ...own.dependencies, ...own.devDependencies })).toEqual([])
    expect(
      inexact({ a: '^1.0.0', b: 'git+https://example.test/b.git', c: 'file:../c', d: '1.0.0', e: 'latest' }),
    ).toHaveLength(4)
  })
})
