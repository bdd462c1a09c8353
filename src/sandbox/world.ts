// Everything one running sandbox holds: directory, keys, journal, faults and who wants to hear of changes.
import type { Clock } from '../clock.ts'
import { northwind } from './company/northwind.ts'
import type { Fault } from './faults.ts'
import { createIssuer, type Issuer } from './issuer/application.ts'
import { type Entry, type Journal, write } from './journal.ts'
import { freshKeys, type Keys } from './keys.ts'
import type { State } from './state.ts'

/** Makes a company as it stands at that moment. */
export type Company = (now: Date) => State

export interface World {
  clock: Clock
  company: Company
  /** The same object for the sandbox's whole life; a reset changes what is in it. */
  state: State
  keys: Keys
  issuer: Issuer
  journal: Journal
  faults: Fault[]
  /** The directory as it was when a `stale` fault was ordered, by fault id. */
  snapshots: Map<number, State>
  listeners: Set<(seq: number) => void>
}

export function createWorld(clock: Clock, company: Company = northwind, redirects: readonly string[] = []): World {
  return {
    clock,
    company,
    state: company(clock.now()),
    keys: freshKeys(),
    issuer: createIssuer([...redirects]),
    journal: { entries: [], seq: 0 },
    faults: [],
    snapshots: new Map(),
    listeners: new Set(),
  }
}

/** Back to the first day; the journal's numbers go on, so that a reader of `?since=` misses nothing. */
export function reset(world: World): void {
  Object.assign(world.state, world.company(world.clock.now()))
  world.keys = freshKeys()
  world.issuer = createIssuer(world.issuer.redirects)
  world.journal.entries.length = 0
  world.faults.length = 0
  world.snapshots.clear()
  changed(world)
}

export const changed = (world: World): void => {
  for (const tell of world.listeners) tell(world.journal.seq)
}

export function log(world: World, entry: Omit<Entry, 'seq'>): void {
  write(world.journal, entry)
  changed(world)
}
