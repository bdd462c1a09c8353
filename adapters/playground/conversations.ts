// The conversations of one playground: what people said, the cards they got, lines only for them. A chat platform
// outlives the bot, so they can be kept in a file.
import { randomUUID } from 'node:crypto'
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import type { CardView } from './render.ts'

interface Shared {
  id: string
  at: string
  /** Grows with every change of the entry, so that the page redraws only what changed. */
  revision: number
}

export type Entry =
  | (Shared & { kind: 'said'; text: string })
  | (Shared & { kind: 'card'; card: CardView })
  | (Shared & { kind: 'line'; text: string })

export interface Conversations {
  of(place: string): readonly Entry[]
  /** Shows what a person said; the same id twice is shown once. */
  say(place: string, id: string, text: string): void
  line(place: string, text: string): void
  /** Posts the card, or updates the card `replaces` in place; a reference it does not know is posted anew. */
  post(place: string, card: CardView, replaces: string | undefined): string
  /** Takes one entry away, as people delete messages on other platforms. */
  remove(id: string): void
}

/** An afternoon of playing stays far below this; a loop gone wild does not eat the machine. */
const keptEntries = 500

/** Whole before it has its name: a process killed in the middle of writing leaves the file as it was. */
function replaceFile(file: string, text: string): void {
  writeFileSync(`${file}.new`, text)
  renameSync(`${file}.new`, file)
}

export function createConversations(now: () => Date, tell: () => void, file?: string): Conversations {
  const places = new Map<string, Entry[]>(file && existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : [])
  const changed = (): void => {
    if (file !== undefined) replaceFile(file, JSON.stringify([...places]))
    tell()
  }
  const entries = (place: string): Entry[] => {
    const known = places.get(place)
    if (known) return known
    const fresh: Entry[] = []
    places.set(place, fresh)
    return fresh
  }
  const add = (place: string, entry: Entry): void => {
    const list = entries(place)
    list.push(entry)
    if (list.length > keptEntries) list.splice(0, list.length - keptEntries)
    changed()
  }
  const stamp = (id: string): Shared => ({ id, at: now().toISOString(), revision: 1 })
  return {
    of: (place) => places.get(place) ?? [],
    say(place, id, text) {
      if (!entries(place).some((entry) => entry.id === id)) add(place, { ...stamp(id), kind: 'said', text })
    },
    line: (place, text) => add(place, { ...stamp(randomUUID()), kind: 'line', text }),
    post(place, card, replaces) {
      const list = entries(place)
      const index = list.findIndex((entry) => entry.kind === 'card' && entry.id === replaces)
      const old = list[index]
      if (old) {
        list[index] = { id: old.id, at: now().toISOString(), revision: old.revision + 1, kind: 'card', card }
        changed()
        return old.id
      }
      const posted = randomUUID()
      add(place, { ...stamp(posted), kind: 'card', card })
      return posted
    },
    remove(id) {
      for (const list of places.values()) {
        const index = list.findIndex((entry) => entry.id === id)
        if (index >= 0) list.splice(index, 1)
      }
      changed()
    },
  }
}
