// Names: one thing a file, named after it, with a test of the same name. The folder is the list.
import { describe, expect, test } from 'vitest'
import { exists, files, importsOf, kebab, nameOf, namesIn, read } from './source.ts'

/** Files of src/actions/ that are no action: the list, and what several actions share. */
const actionNames = namesIn('src/actions').filter((name) => /^export default /m.test(read(`src/actions/${name}.ts`)))
const skillNames = namesIn('skills')
const jobNames = namesIn('src/jobs')
const commandNames = namesIn('src/cli', ['run'])

describe('every file', () => {
  const code = files(/^(?:src|skills|adapters|manifest|test)\/.*\.(?:ts|js|css|html|svg|sh)$/)

  test('has a plain name in kebab-case', () => {
    const odd = code.filter(
      (file) => !/\/[a-z0-9]+(?:-[a-z0-9]+)*(?:\.browser|\.whole)?(?:\.test|\.prove|\.config)?\.[a-z]+$/.test(file),
    )
    expect(odd, 'Use small letters, digits and hyphens: what-it-is.ts.').toEqual([])
  })

  test('is named after what it holds', () => {
    const vague = code.filter((file) => /\b(?:utils?|helpers?|misc|common|manager|service|stuff)\b/.test(file))
    expect(vague, 'Name the one thing in it; if there are several, it is several files.').toEqual([])
  })

  test('exports by name, apart from skills, actions, jobs and pages', () => {
    const others = code.filter(
      (file) =>
        /\.ts$/.test(file) &&
        /^export default /m.test(read(file)) &&
        !/^skills\/|^src\/(?:actions|jobs|web\/pages)\/|^test\/(?:store\/jobs|conventions)\/|^test\/template\.ts$|\.config\.ts$/.test(
          file,
        ),
    )
    expect(others, 'Only what a folder lists by file name is a default export.').toEqual([])
  })
})

describe('skills', () => {
  test('are files in one flat folder, each a skill', () => {
    expect(
      files(/^skills\//).filter((file) => !/^skills\/[^/]+\.ts$/.test(file)),
      'Only skills live in skills/.',
    ).toEqual([])
    expect(
      skillNames.filter((name) => !kebab.test(name)),
      'Name it like unlock-account.',
    ).toEqual([])
    expect(
      skillNames.filter((name) => !/^export default skill\(\{$/m.test(read(`skills/${name}.ts`))),
      'The file’s default export is skill({ … }); `npm run new -- skill NAME` writes one.',
    ).toEqual([])
  })

  test('have a test each, and the tests a skill', () => {
    expect(
      skillNames.filter((name) => !exists(`test/skills/${name}.test.ts`)),
      'Write test/skills/NAME.test.ts; test/skills/unlock-account.test.ts is a short one to begin with.',
    ).toEqual([])
    expect(
      testNames('test/skills').filter((name) => !skillNames.includes(name)),
      'Their skill is gone.',
    ).toEqual([])
  })
})

describe('actions', () => {
  test('are called what their file is called', () => {
    const wrong = actionNames.filter((name) => !read(`src/actions/${name}.ts`).includes(`\n  name: '${name}',\n`))
    expect(wrong, 'Plans name actions by this: set `name` to the file’s name, and never change it afterwards.').toEqual(
      [],
    )
  })

  test('have a test each that runs the contract, and the tests an action', () => {
    expect(
      actionNames.filter((name) => {
        const file = `test/actions/${name}.test.ts`
        return !exists(file) || !/^actionContract\(/m.test(read(file))
      }),
      'Write test/actions/NAME.test.ts, which calls actionContract of test/actions/contract.ts.',
    ).toEqual([])
    expect(
      testNames('test/actions').filter((name) => !actionNames.includes(name)),
      'Their action is gone.',
    ).toEqual([])
  })

  test('read back what they wrote, and say whether they can be taken back', () => {
    const silent = actionNames.filter(
      (name) => !/\bverify\b/.test(read(`src/actions/${name}.ts`)) || !/\bundo\b/.test(read(`src/actions/${name}.ts`)),
    )
    expect(silent, 'Every action has verify and undo; `undo: () => undefined` says that there is none.').toEqual([])
  })
})

describe('jobs', () => {
  test('hold no decision: they hand over to a function, in at most 40 lines', () => {
    const long = jobNames.filter((name) => read(`src/jobs/${name}.ts`).split('\n').length > 41)
    expect(long, 'A job is a wake-up: move what it does to where that belongs.').toEqual([])
  })

  test('are each delivered twice by a test', () => {
    expect(exists('test/jobs/delivered-twice.test.ts'), 'It runs every job of the folder; keep it.').toBe(true)
    expect(testNames('test/jobs').filter((name) => name !== 'delivered-twice' && !jobNames.includes(name))).toEqual([])
  })
})

describe('commands', () => {
  test.each(commandNames)('%s is called what its file is called', { timeout: 120_000 }, async (name) => {
    const module: Record<string, unknown> = await import(`../../src/cli/${name}.ts`)
    const made = Object.entries(module).find(([exported]) => exported.endsWith('Command'))?.[1]
    expect(made, `src/cli/${name}.ts exports a function …Command that makes the command.`).toBeTypeOf('function')
    expect((made as () => { name(): string })().name()).toBe(name)
  })

  test('are each run by a test', () => {
    const tests = files(/^test\/.*\.test\.ts$/)
    const imported = tests.flatMap((file) => importsOf(file).map(({ to }) => to))
    const untested = commandNames.filter(
      (name) =>
        !imported.includes(`src/cli/${name}.ts`) &&
        !exists(`test/cli/${name}.test.ts`) &&
        !exists(`test/cli/${name}.whole.test.ts`) &&
        !tests.some((file) => read(file).includes(`src/cli/${name}.ts`)),
    )
    expect(untested, 'Write test/cli/NAME.test.ts.').toEqual([])
  })
})

test('migrations are numbered without a gap', () => {
  const names = namesIn('src/store/migrations')
  expect(
    names.map((name) => name.slice(0, 5)),
    'Number the new file one above the last; a released one is never edited.',
  ).toEqual(names.map((_, index) => `${String(index + 1).padStart(4, '0')}-`))
})

function testNames(folder: string): string[] {
  return files(new RegExp(`^${folder}/[^/]+\\.test\\.ts$`)).map(nameOf)
}
