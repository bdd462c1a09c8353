// Sizes and openings: a file that is read in one go, and says in its first line what it is for.
import { expect, test } from 'vitest'
import { files, linesOf, namesIn, openingOf } from './source.ts'

const budgets: readonly { what: RegExp; most: number; cure: string }[] = [
  { what: /^skills\/.*\.ts$/, most: 80, cure: 'move what is not asking or proposing into src/, or make two skills' },
  { what: /^test\/.*\.(?:ts|js)$/, most: 400, cure: 'split it by what it tests' },
  {
    what: /^(?:src|adapters|manifest)\/.*\.(?:ts|js|css|html)$/,
    most: 250,
    cure: 'one file is one thing: give the second thing a file of its own',
  },
]

test.each(budgets)('files of $what have at most $most lines', ({ what, most, cure }) => {
  const tooLong = files(what).filter((file) => linesOf(file) > most)
  expect(
    tooLong.map((file) => `${file}: ${linesOf(file)} lines`),
    `Longer than ${most} lines; ${cure}.`,
  ).toEqual([])
})

test('a skill and its test together stay under 100 lines', () => {
  const both = namesIn('skills').map((name) => ({
    name,
    lines: [`skills/${name}.ts`, `test/skills/${name}.test.ts`]
      .filter((file) => files(/^/).includes(file))
      .reduce((sum, file) => sum + linesOf(file), 0),
  }))
  expect(
    both.filter(({ lines }) => lines >= 100),
    'Make the skill smaller; test/skills/ask.ts keeps its test short.',
  ).toEqual([])
})

test('half of the files have at most 120 lines', () => {
  const sizes = files(/^(?:src|skills|adapters|manifest)\/.*\.ts$/)
    .map(linesOf)
    .sort((a, b) => a - b)
  expect(
    sizes[Math.floor(sizes.length / 2)],
    'Files grow too long on the whole; split the longest.',
  ).toBeLessThanOrEqual(120)
})

test('every file opens with a sentence that says what it is for', () => {
  const silent = files(/\.(?:ts|js|css|sh)$/).filter((file) => !/^["'`“(A-Z0-9].{10,}[.:!?)”]$/s.test(openingOf(file)))
  expect(
    silent.map((file) => `${file}: “${openingOf(file)}”`),
    'Begin the file with one comment: a capital letter, what it is for, a full stop.',
  ).toEqual([])
})
