// The security model: every threat has its row, every row its control and its tests, and all of them are there.
import { describe, expect, test } from 'vitest'
import { exists, files, read } from './source.ts'

const text = read('docs/security-model.md')

/** The threats by the letter of their group and how many each group has. */
const groups = { A: 4, B: 7, C: 11, D: 3, E: 3, F: 1, G: 4, H: 6, I: 3, J: 3, K: 2, L: 4, M: 2, N: 2, O: 2, P: 2, Q: 3 }
const threats = Object.entries(groups).flatMap(([letter, count]) =>
  Array.from({ length: count }, (_, index) => `${letter}${index + 1}`),
)

const rows = [...text.matchAll(/^\| ([A-Q]\d+) \| (.*) \|$/gm)].map(([, id = '', rest = '']) => ({
  id,
  cells: rest.split(' | ').map((cell) => cell.trim()),
}))
const covered = rows.filter(({ cells }) => cells.length >= 5)
const pathsIn = (cell = ''): string[] => [...cell.matchAll(/`([^`]+)`/g)].map(([, path = '']) => path)

test('every threat stands in exactly one table', () => {
  const open = [...text.matchAll(/^\| ((?:[A-Q]\d+(?:, )?)+) \| [^|]+ \| [^|]+ \|$/gm)].flatMap(([, ids = '']) =>
    ids.split(', '),
  )
  const listed = [...covered.map(({ id }) => id), ...open].sort()
  expect(listed, 'A threat without a row is forgotten; one with two is unclear.').toEqual([...threats].sort())
})

describe.each(covered)('$id', ({ cells }) => {
  const [, clauses, control, where, tests, open] = cells
  test('names the clauses that ask for it', () => {
    expect(clauses, 'Name clauses of ASVS, NIST, LLM or ASI.').toMatch(/\b(ASVS|NIST) \d+\.\d+/)
  })

  test('says what holds, and where that is', () => {
    expect(control?.length, 'Say what holds against it.').toBeGreaterThan(20)
    const paths = pathsIn(where)
    expect(paths.length, 'Name the module that does it.').toBeGreaterThan(0)
    const gone = paths.filter(
      (path) => !(path.endsWith('/') ? files(/^/).some((file) => file.startsWith(path)) : exists(path)),
    )
    expect(gone, 'This module is gone: say where the control went.').toEqual([])
  })

  test('names tests that are there, or says that it is open', () => {
    const paths = pathsIn(tests)
    if (tests === 'open') expect(open?.length, 'Say what is missing.').toBeGreaterThan(10)
    else expect(paths.length, 'Name a test, or write open.').toBeGreaterThan(0)
    expect(
      paths.filter((path) => !exists(path) || !path.startsWith('test/')),
      'This test is gone: the control is no longer shown to hold.',
    ).toEqual([])
  })
})
