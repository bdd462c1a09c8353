// A regular expression whose text is made while the program runs is on the list, with its reason.
import { expect, test } from 'vitest'
import { dynamic, product } from './pattern-list.ts'
import { patternsIn } from './patterns.ts'
import { files, read } from './source.ts'

test('patterns that are put together at run time are listed, and nothing is listed that is not there', () => {
  const sources = files(product).map((file) => [file, read(file)] as const)
  const found = patternsIn(Object.fromEntries(sources.filter(([, code]) => /\bRegExp\b/.test(code))))
  const unread = found.filter(({ pattern }) => pattern === undefined)
  const isListed = (file: string, code: string): boolean =>
    dynamic.some((one) => one.file === file && code.startsWith(one.begins))
  expect(
    unread.filter(({ file, code }) => !isListed(file, code)).map(({ file, line, code }) => `${file}:${line} ${code}`),
    'give it a constant text, or put it on the list in test/conventions/pattern-list.ts',
  ).toEqual([])
  expect(
    dynamic.filter((one) => !unread.some(({ file, code }) => file === one.file && code.startsWith(one.begins))),
  ).toEqual([])
})

/** A place in a template that a name fills. */
const hole = (name: string): string => ['$', '{', name, '}'].join('')

test('every way to make a pattern is seen', () => {
  const source = String.raw`
    const end = '$'
    const part = String.raw${'`'}\s+${'`'}
    export const a = /^(a|b)+$/gi
    export const b = new RegExp(String.raw${'`'}${hole('part')}${hole('end')}${'`'}, 'u')
    export const c = RegExp("x+" )
    export const d = (name: string, Made: typeof Object) => new RegExp(name)
    export const e = 'text'.match('y+')
    export const f = RegExp
    export const g = (made: RegExp, tail: string) => made instanceof RegExp && new RegExp('z' + tail)
  `
  const found = patternsIn({ 'skills/planted.ts': source })
  expect(found.map(({ line, pattern }) => [line, pattern?.toString()])).toEqual([
    [4, '/^(a|b)+$/gi'],
    [5, String.raw`/\s+$/u`],
    [6, '/x+/'],
    [7, undefined],
    [8, '/y+/'],
    [9, undefined],
    [10, undefined],
  ])
})
