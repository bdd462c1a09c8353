// What stands in a lock file, against the floors: every part that runs in production, in whatever place of the tree.
import { z } from 'zod'
import { banned, borne, type Floor, floors } from './floor-list.ts'

const part = z.object({
  version: z.string().optional(),
  resolved: z.string().optional(),
  integrity: z.string().optional(),
  dev: z.boolean().optional(),
  link: z.boolean().optional(),
})
const lockFile = z.object({ lockfileVersion: z.literal(3), packages: z.record(z.string(), part) })

export interface Part extends z.infer<typeof part> {
  path: string
  name: string
  version: string
}

/** Every package but our own. An entry without a version is one without a floor: it counts as 0.0.0. */
export const partsOf = (lock: string): Part[] =>
  Object.entries(lockFile.parse(JSON.parse(lock)).packages)
    .filter(([path]) => path !== '')
    .map(([path, one]) => ({ ...one, path, name: nameAt(path), version: one.version ?? '0.0.0' }))

const nameAt = (path: string): string => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)

/** As far as floors need it: three numbers, and something behind a dash comes before the same three without it. */
export function isBelow(version: string, other: string): boolean {
  const [a, b] = [keyOf(version), keyOf(other)]
  for (const [index, mine] of a.entries()) {
    const theirs = b[index] ?? 0
    if (mine !== theirs) return mine < theirs
  }
  return false
}

function keyOf(version: string): number[] {
  const { numbers, early } = /^(?<numbers>\d+\.\d+\.\d+)(?<early>-)?/.exec(version)?.groups ?? {}
  return [...(numbers ?? '0.0.0').split('.').map(Number), early === undefined ? 1 : 0]
}

/** The floor's own version that mends it, or undefined where it stands well. */
export const mendedBy = ({ refused }: Floor, version: string): string | undefined =>
  refused.find(([from, mended]) => !isBelow(version, from) && isBelow(version, mended))?.[1]

/** One line for each part that must not run, with the cure. */
export const refusedIn = (lock: string): string[] =>
  partsOf(lock)
    .filter(({ dev }) => dev !== true)
    .flatMap((one) => [
      ...floors.filter(({ name }) => name === one.name).flatMap((floor) => belowFloor(one, floor)),
      ...banned
        .filter(({ name }) => name === one.name)
        .map(({ because }) => `${shown(one)} must not be there: ${because}. Take away what brings it (npm explain)`),
    ])

const shown = ({ name, version, path }: Part): string => `${name} ${version} (${path})`

function belowFloor(one: Part, floor: Floor): string[] {
  const mended = mendedBy(floor, one.version)
  if (mended === undefined || borne.some(({ name, version }) => name === one.name && version === one.version)) return []
  return [`${shown(one)}: ${floor.what} (${floor.advisory}). Raise it to ${mended} or later (npm update ${one.name})`]
}

/** One line for each part that does not come, checked by its hash, from the one place that all the others come from. */
export function strangeIn(lock: string): string[] {
  const parts = partsOf(lock)
  const hosts = new Set(parts.flatMap(({ resolved }) => (resolved === undefined ? [] : [hostOf(resolved)])))
  const unhashed = parts.filter(({ integrity, link }) => link === true || !/^sha512-/.test(integrity ?? ''))
  const elsewhere = parts.filter(({ resolved }) => resolved !== undefined && !resolved.startsWith('https://'))
  return [
    ...unhashed.map((one) => `${shown(one)} has no sha512 to check it by`),
    ...elsewhere.map((one) => `${shown(one)} comes from git, a file or an open line`),
    ...(hosts.size > 1 ? [`packages come from more than one host: ${[...hosts].join(', ')}`] : []),
  ]
}

const hostOf = (address: string): string => (URL.canParse(address) ? new URL(address).host : address)

/** One line for each wish of a package.json that is no exact version. */
export const inexact = (wishes: Readonly<Record<string, string>>): string[] =>
  Object.entries(wishes)
    .filter(([, version]) => !/^\d+\.\d+\.\d+(?:-[\w.]+)?$/.test(version))
    .map(([name, version]) => `${name}: ${version}`)
