// The documents: what they name exists, what they show compiles, and what must be listed is listed.
import { describe, expect, test } from 'vitest'
import { variableNames } from '../../src/config/variables.ts'
import { errorsOf } from './compile.ts'
import { exists, files, read } from './source.ts'

const documents = files(/^(?:docs\/)?[\w-]+\.md$/)
const scripts: Record<string, string> = JSON.parse(read('package.json')).scripts

describe.each(documents)('%s', (document) => {
  const text = read(document)

  test('names no file that is not there', () => {
    const linked = [...text.matchAll(/\]\((?!https?:|#)([^)#\s]+)\)/g)].map(([, target = '']) =>
      new URL(target, `file:///${document}`).pathname.slice(1),
    )
    const named = [...text.matchAll(/`((?:src|skills|adapters|test|docs|manifest)\/[\w./-]*)`/g)].map(
      ([, file = '']) => file,
    )
    const invented = /NAME|XX|my-manager|revoke-/
    const gone = [...linked, ...named].filter(
      (file) =>
        !invented.test(file) && !(file.endsWith('/') ? files(/^/).some((one) => one.startsWith(file)) : exists(file)),
    )
    expect(gone, 'Mend the name, or take the sentence away.').toEqual([])
  })

  test('names no script that is not there', () => {
    const named = [...text.matchAll(/npm run ([\w:-]+)/g)].map(([, script = '']) => script)
    expect(
      named.filter((script) => scripts[script] === undefined),
      'package.json has no such script.',
    ).toEqual([])
  })
})

test('every setting of the environment is documented, and no other', () => {
  const listed = [...read('docs/configuration.md').matchAll(/^\| `([A-Z_]+)` \|/gm)].map(([, name = '']) => name)
  expect(listed.sort(), 'docs/configuration.md has one row for each variable of src/config/variables.ts.').toEqual(
    [...variableNames].sort(),
  )
})

test('the skill in docs/writing-a-skill.md compiles', { timeout: 120_000 }, async () => {
  const [, block = ''] = /```ts\n(\/\/ [^`]*export default skill\([^`]*)```/.exec(read('docs/writing-a-skill.md')) ?? []
  // The sentences that it adds are not in the catalogue; any key stands in for them.
  const source = block.replaceAll(/'manager\.[a-z-]+'/g, "'plain'")
  expect(source).toContain("from '#latchkey'")
  expect(await errorsOf({ 'my-manager': source })).toEqual({ 'my-manager': [] })
})

test('what changes is told', () => {
  expect(read('CHANGELOG.md')).toMatch(
    new RegExp(`^## ${JSON.parse(read('package.json')).version.replaceAll('.', '\\.')}`, 'm'),
  )
})
