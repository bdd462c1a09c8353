// The file latchkey.yaml in the making: changed as a document, so that comments and everything that nobody asked about stay.
import { existsSync, readFileSync } from 'node:fs'
import { type Document, isMap, isScalar, isSeq, parse, parseDocument, type YAMLSeq } from 'yaml'
import type { Organisation } from '../organisation/organisation.ts'
import { readOrganisation } from '../organisation/read.ts'
import { difference, shownDifference } from './difference.ts'
import type { Saver } from './save.ts'

type Path = readonly (string | number)[]
type Entry = { name: string }

export interface Choices {
  /** False until the file is written for the first time. */
  isThere(): boolean
  get(path: Path): unknown
  /** The word none, and what is not answered yet, are empty lists. */
  list(path: Path): string[]
  set(path: Path, value: string): void
  /** What stays in the list stays where it is, with its comments. `orNone`: an empty list must be the word none. */
  setList(path: Path, values: readonly string[], options?: { orNone?: true }): void
  /** The same for `groups`: those that are not kept are taken out, new ones added. */
  setGroups(kept: readonly string[], added: readonly Entry[]): void
  /** Undefined: something is not answered yet. Throws `config-invalid`. */
  organisation(): Organisation | undefined
  /** Writes the file, or forgets the answers since it was last written; false in the second case. */
  save(): Promise<boolean>
  forget(): void
}

export interface ChoicesOptions {
  path: string
  /** latchkey.example.yaml: a new file is the example with its comments, and with your names in place of its own. */
  example: string
  skillNames: readonly string[]
  saver: Saver
}

export function createChoices({ path, example, skillNames, saver }: ChoicesOptions): Choices {
  const isThere = (): boolean => existsSync(path)
  const saved = (): string => (isThere() ? readFileSync(path, 'utf8') : example)
  let making = begin(saved(), !isThere())
  const text = (): string => {
    const printed = withUntouchedLines(saved(), making.document.toString({ lineWidth: 0 }))
    return isThere() ? printed : printed.replace(forCopying, '')
  }
  const get = (at: Path): unknown => {
    const node = making.document.getIn(at, true)
    return isScalar(node) ? node.value : node
  }
  const answered = (at: Path): void => void making.open.delete(at.join('.'))
  return {
    isThere,
    get: (at) => (making.open.has(at.join('.')) ? undefined : get(at)),
    list(at) {
      const node = get(at)
      return isSeq(node) ? node.items.map((item) => nameOf(item)) : []
    },
    set(at, value) {
      answered(at)
      making.document.setIn(at, value)
    },
    setList(at, values, { orNone } = {}) {
      answered(at)
      const node = get(at)
      if (values.length === 0 && orNone) making.document.setIn(at, 'none')
      else if (isSeq(node)) keepItems(node, values, (value) => making.document.createNode(value))
      else making.document.setIn(at, making.document.createNode(values, { flow: true }))
    },
    setGroups(kept, added) {
      answered(['groups'])
      const node = get(['groups'])
      const entryOf = (name: string) => entryNode(making.document, added, name)
      if (isSeq(node)) keepItems(node, [...kept, ...added.map(({ name }) => name)], entryOf)
    },
    organisation: () => (making.open.size > 0 ? undefined : readOrganisation(text(), path, { skillNames })),
    async save() {
      // The whole of a new file is its difference, and is read better in the file.
      const lines = isThere() ? shownDifference(saved(), text()) : []
      const isSaved = await saver.save({ path, after: text(), lines, isSecret: false })
      making = begin(saved(), !isThere())
      return isSaved
    },
    forget() {
      making = begin(saved(), !isThere())
    },
  }
}

interface Making {
  document: Document.Parsed
  /** What a new file is not told yet, by its path. */
  open: Set<string>
}

/** A new file begins as the example without its people and groups; nobody's name stays in it by mistake. */
function begin(text: string, isNew: boolean): Making {
  const document = parseDocument(text)
  if (!isNew) return { document, open: new Set() }
  for (const at of asked) {
    const node = document.getIn(at, true)
    if (isSeq(node)) node.items = []
    else document.setIn(at, '')
  }
  document.set('skills', 'default')
  return { document, open: new Set(asked.map((at) => at.join('.'))) }
}

function entryNode(document: Document.Parsed, added: readonly Entry[], name: string) {
  const node = document.createNode(added.find((entry) => entry.name === name))
  node.spaceBefore = true
  const owners = isMap(node) ? node.get('owners', true) : undefined
  if (isSeq(owners)) owners.flow = true
  return node
}

const nameOf = (item: unknown): string => {
  if (isMap(item)) return String(item.get('name'))
  return String(isScalar(item) ? item.value : item)
}

function keepItems(list: YAMLSeq, names: readonly string[], make: (name: string) => unknown): void {
  const kept = list.items.filter((item) => names.includes(nameOf(item)))
  const there = kept.map(nameOf)
  list.items = [...kept, ...names.filter((name) => !there.includes(name)).map(make)]
  const [first] = list.items
  if (isMap(first)) first.spaceBefore = false
  // One line for whole groups would be hard to read.
  if (list.items.some((item) => isMap(item))) list.flow = false
}

const asked: readonly Path[] = [
  ['organisation', 'name'],
  ['organisation', 'timeZone'],
  ['organisation', 'domains'],
  ...['it', 'hr', 'security', 'admin'].flatMap((role) => [
    ['roles', role, 'groups'],
    ['roles', role, 'people'],
  ]),
  ['securityContacts'],
  ['groups'],
  ...['groups', 'people', 'serviceAccounts', 'breakGlass'].map((name) => ['protected', name]),
]

/** In the first line of the example, and true of the example only. */
const forCopying = ' Copy this file to latchkey.yaml, put your own names in, and start Latchkey.'

/** The printer has a style of its own; where a line says the same as before, it stays as people wrote it. */
function withUntouchedLines(before: string, printed: string): string {
  const lines = difference(before, printed, (line) => line.replace(/\s+/g, ''))
  const restored = lines.flatMap(({ kind, line }) => {
    if (kind === 'in') return [line.replace(/\[ (.*) \]$/, '[$1]')]
    return kind === 'same' ? [line] : []
  })
  const text = `${restored.join('\n')}\n`
  return isSameData(text, printed) ? text : printed
}

function isSameData(one: string, other: string): boolean {
  try {
    return JSON.stringify(parse(one)) === JSON.stringify(parse(other))
  } catch {
    return false
  }
}
