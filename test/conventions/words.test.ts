// Words: every sentence is used, can be rendered, and is given what it names. Skills hold no sentence of their own.
import { describe, expect, test } from 'vitest'
import { en } from '../../src/words/en/index.ts'
import { files, read } from './source.ts'
import { keyLike, placeholdersOf, stringsIn, type Use, usesIn } from './words.ts'

const catalogue: Record<string, string> = en
const isKey = (key: string): boolean => Object.hasOwn(catalogue, key)
const speaking = files(/^(?:src|skills|adapters|manifest)\/.*\.ts$/).filter((file) => !file.startsWith('src/words/en/'))
// What new files are made from speaks too, once it is filled in.
const templates = files(/^src\/cli\/new\/.*\.txt$/)
const sources = new Map([...speaking, ...templates].map((file) => [file, read(file)]))
const uses = [...sources].flatMap(([file, source]) => usesIn(file, source, isKey))

describe('the catalogue', () => {
  test('no key stands in two files', () => {
    const keys = files(/^src\/words\/en\/(?!index\.ts)/).flatMap((file) =>
      [...read(file).matchAll(/^ {2}(?:'([^']+)'|([a-z]+)):/gm)].map(([, quoted, bare]) => quoted ?? bare ?? ''),
    )
    const twice = keys.filter((key, index) => keys.indexOf(key) !== index)
    expect(twice, 'The later file would silently win: rename one of them.').toEqual([])
    expect(keys.sort(), 'Spread the new file in src/words/en/index.ts.').toEqual(Object.keys(catalogue).sort())
  })

  test('every message parses', () => {
    const broken = Object.entries(catalogue).flatMap(([key, message]) => {
      try {
        placeholdersOf(message)
        return []
      } catch (error) {
        return [`${key}: ${String(error)}`]
      }
    })
    expect(
      broken,
      'Mend the message: ICU, with {name}, {n, plural, one {…} other {…}} and {x, select, other {…}}.',
    ).toEqual([])
  })

  test('every key is used', () => {
    const literals = new Set([...sources.values()].flatMap(keyLike))
    const codes = [...literals].map((literal) => `error.${literal}`)
    const patterns = [...sources.values()]
      .flatMap((source) => [...source.matchAll(/`([a-z][a-z-]*\.[^`\n ]*)`/g)].map(([, template = '']) => template))
      .filter((template) => template.includes('${') && !template.startsWith('error.'))
      .map((template) => new RegExp(`^${template.replaceAll('.', '\\.').replace(/\$\{[^}]*\}/g, '[\\w.-]+')}$`))
    const unused = Object.keys(catalogue).filter(
      (key) => !literals.has(key) && !codes.includes(key) && !patterns.some((pattern) => pattern.test(key)),
    )
    expect(unused, 'Nobody says this any more: remove the line.').toEqual([])
  })
})

describe('uses', () => {
  test('are seen', () => {
    const planted =
      "answer('join.group-missing', { group: input.group })\ntext(isWell ? 'locked.all-well' : 'locked.title')"
    expect(usesIn('planted', planted, isKey)).toEqual([
      { file: 'planted', keys: ['join.group-missing'], values: ['group'] },
      { file: 'planted', keys: ['locked.all-well', 'locked.title'], values: [] },
    ])
    expect(uses.length).toBeGreaterThan(200)
  })

  test('give what the message names', () => {
    const lacking = uses.flatMap(({ file, keys, values }: Use) =>
      keys.flatMap((key) => {
        const missing = placeholdersOf(catalogue[key] ?? '').filter((name) => values && !values.includes(name))
        return missing.length > 0 ? [`${file}: ${key} needs ${missing.join(', ')}`] : []
      }),
    )
    expect(
      lacking,
      'Without the value the sentence cannot be rendered: pass it, or take it out of the message.',
    ).toEqual([])
  })

  test('give nothing that no message names', () => {
    const idle = uses.flatMap(({ file, keys, values = [] }: Use) => {
      const named = keys.flatMap((key) => placeholdersOf(catalogue[key] ?? ''))
      const extra = values.filter((value) => !named.includes(value))
      return extra.length > 0 ? [`${file}: ${keys.join(', ')} is given ${extra.join(', ')}`] : []
    })
    expect(idle, 'Nobody reads this value: use it in the message, or leave it out.').toEqual([])
  })
})

test('skills hold no sentence and no platform', () => {
  const found = files(/^skills\//).flatMap((file) => {
    const code = read(file)
      .replace(/^\/\/.*$|\/\*[\s\S]*?\*\//gm, '')
      .replace(/^ {2}title: .*$/m, '')
      .replace(/^ {2}examples: \[[\s\S]*?\],$/m, '')
    const sentences = stringsIn(code)
      .filter((words) => words.includes(' '))
      .map((words) => `${file}: “${words}”`)
    return /slack|teams|playground/i.test(code) ? [...sentences, `${file} names a platform`] : sentences
  })
  expect(
    found,
    'Put the sentence into src/words/en/skills.ts and say it by its key; a skill works on every platform.',
  ).toEqual([])
})
