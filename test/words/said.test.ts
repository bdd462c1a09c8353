// Every place that says something: the text exists, and it is given every value that its sentence needs.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { en } from '../../src/words/en/index.ts'
import type { WordKey } from '../../src/words/text.ts'
import { argumentsOf } from './arguments.ts'

const root = join(import.meta.dirname, '../..')
const files = ['src', 'skills', 'adapters'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.includes('words/en/'))
    .map((name) => join(folder, name)),
)
const isKey = (name: string): name is WordKey => Object.hasOwn(en, name)

/** The parts of a bracket's inside, split at its own commas. `from` is just behind the opening bracket. */
function parts(source: string, from: number): string[] {
  const found: string[] = []
  let [depth, start, quote] = [0, from, '']
  for (let at = from; at < source.length; at += 1) {
    const sign = source[at] ?? ''
    if (quote !== '') {
      if (sign === '\\') at += 1
      else if (sign === quote) quote = ''
    } else if ('\'"`'.includes(sign)) quote = sign
    else if ('([{'.includes(sign)) depth += 1
    else if (')]}'.includes(sign) && depth > 0) depth -= 1
    else if (depth === 0 && (sign === ',' || ')]}'.includes(sign))) {
      found.push(source.slice(start, at).trim())
      if (sign !== ',') return found.filter((part) => part !== '')
      start = at + 1
    }
  }
  throw new Error('a bracket that never closes')
}

/** The names that an object literal gives, or undefined when they cannot be read from its text. */
function given(values: string | undefined): string[] | undefined {
  if (values === undefined) return []
  if (!values.startsWith('{')) return undefined
  const names = parts(values, 1).map((part) => /^(\w+)\s*(:|$)/.exec(part)?.[1])
  return names.every((name) => name !== undefined) ? names : undefined
}

interface Said {
  where: string
  key: WordKey
  missing: string[]
}

function saidIn(file: string): Said[] {
  const source = readFileSync(join(root, file), 'utf8').replace(/^\s*(?:\/\/|\/?\*).*$/gm, '')
  const calls = [...source.matchAll(/\b(text|answer|LatchkeyError)\(/g)]
  return calls.flatMap(({ 0: call, 1: how, index }) => {
    const [what = '', values] = parts(source, index + call.length)
    const names = given(values)
    const quoted = [...what.matchAll(/'([\w.-]+)'/g)].map(([, name]) =>
      how === 'LatchkeyError' ? `error.${name}` : `${name}`,
    )
    if (names === undefined || (how === 'answer' && !what.startsWith("'"))) return []
    return quoted.filter(isKey).map((key) => ({
      where: `${file}: ${key}`,
      key,
      missing: [...argumentsOf(en[key]).keys()].filter((name) => !names.includes(name)),
    }))
  })
}

const all = files.flatMap(saidIn)

test('no sentence lacks a value, which would leave somebody without an answer', () => {
  expect(all.length).toBeGreaterThan(150)
  expect(all.filter(({ missing }) => missing.length > 0)).toEqual([])
})

test('no text is there for nothing', () => {
  const code = files.map((file) => readFileSync(join(root, file), 'utf8')).join('\n')
  const built = [...code.matchAll(/`([a-z][\w-]*\.[\w.-]*)\$\{/g)].map(([, start]) => start ?? '')
  const unused = Object.keys(en).filter(
    (key) => !code.includes(`'${key}'`) && !built.some((start) => key.startsWith(start)) && !key.startsWith('error.'),
  )
  expect(unused).toEqual([])
})
