// Imports point inward: who may know whom, as docs/architecture.md draws it.
import { describe, expect, test } from 'vitest'
import { files, type Import, importsOf, read } from './source.ts'

const ours = files(/^(?:src|skills|adapters|manifest)\/.*\.ts$/)
const imports = ours.flatMap((file) => importsOf(file))
const shown = ({ from, to }: Import): string => `${from} imports ${to}`

/** What is written here first is innermost. A file imports, for what it does, only its own layer and those above it. */
const layers: readonly (readonly [name: string, files: RegExp])[] = [
  ['words', /^src\/words\/|^src\/plain-text\.ts$/],
  [
    'vocabulary',
    /^src\/(?:action|adapter|clock|directory|errors|fields|ids|intent|job|plan|reply|skill)\.ts$|^src\/(?:policy\/policy|proof\/methods)\.ts$/,
  ],
  [
    'ground',
    /^src\/(?:config|jumpcloud|ledger|mail|organisation|store)\/|^src\/(?:config|keys|log|metrics|trace)\.ts$/,
  ],
  ['actions', /^src\/actions\//],
  ['door', /^src\/(?:index|core)\.ts$/],
  ['skills', /^skills\//],
  ['the path', /^src\/(?:people|policy|requests|outbox|proof|secrets)\/|^src\/permissions\.ts$/],
  ['gate', /^src\/gate\//],
  ['conversation', /^src\/conversation\//],
  ['wake-ups and web', /^src\/(?:jobs|web)\/|^src\/skills\.ts$/],
  ['adapters', /^adapters\//],
  ['composition', /^src\/(?:parts|roles|main|start-adapters)\.ts$/],
  ['doctor', /^src\/doctor\//],
  ['sandbox and demo', /^src\/(?:sandbox|demo)\//],
  ['manifest', /^manifest\//],
  ['setup', /^src\/setup\//],
  ['commands', /^src\/cli\//],
]
const layerOf = (file: string): number => layers.findIndex(([, pattern]) => pattern.test(file))

test('imports are read as they are written', () => {
  const text = [
    "import { z } from 'zod'",
    "import { type Account, type UserId } from '../ids.ts'",
    "import type { Core } from '../core.ts'",
    "import { text } from '#latchkey'",
    "export * from '@scope/name/deep'",
    "const later = await import('./other.ts')",
  ].join('\n')
  const from = 'src/gate/planted.ts'
  expect(importsOf(from, text)).toEqual([
    { from, to: 'zod', isType: false },
    { from, to: 'src/ids.ts', isType: true },
    { from, to: 'src/core.ts', isType: true },
    { from, to: 'src/index.ts', isType: false },
    { from, to: '@scope/name', isType: false },
    { from, to: 'src/gate/other.ts', isType: false },
  ])
})

test('every file has its layer', () => {
  expect(
    ours.filter((file) => layerOf(file) < 0),
    'Put the new file where docs/architecture.md says, or give its kind a layer here and there.',
  ).toEqual([])
})

test('nothing imports outward', () => {
  const outward = imports.filter(
    ({ from, to, isType }) => !isType && layerOf(to) > layerOf(from) && !(from.endsWith('.js') || to.endsWith('.js')),
  )
  expect(
    outward.map((one) => `${shown(one)} (${layers[layerOf(one.to)]?.[0]})`),
    'Pass it in from main.ts instead, or move it inward. A type alone may be imported with `import type`.',
  ).toEqual([])
})

interface Rule {
  what: string
  of: RegExp
  /** Everything that such a file may import; a type counts as well. */
  may: RegExp
  cure: string
}

const rules: readonly Rule[] = [
  {
    what: 'skills know `#latchkey` only',
    of: /^skills\//,
    may: /^src\/index\.ts$/,
    cure: 'What a skill needs comes with its ask; what all skills need is exported by src/index.ts.',
  },
  {
    what: 'the Slack adapter knows its door, its SDK and its folder',
    of: /^adapters\/slack\//,
    may: /^(?:src\/adapter\.ts|adapters\/slack\/|node:|@slack\/(?:bolt|socket-mode)$|express$)/,
    cure: 'What an adapter needs is passed to it by main.ts, or exported by src/adapter.ts for all adapters.',
  },
  {
    what: 'the Teams adapter knows its door, its SDK and its folder',
    of: /^adapters\/teams\//,
    may: /^(?:src\/adapter\.ts|adapters\/teams\/|node:|botbuilder$|botframework-|express$|zod$)/,
    cure: 'What an adapter needs is passed to it by main.ts, or exported by src/adapter.ts for all adapters.',
  },
  {
    what: 'the playground knows its door and its folder',
    of: /^adapters\/playground\//,
    may: /^(?:src\/adapter\.ts|adapters\/playground\/|node:|express$|helmet$)/,
    cure: 'It speaks to the sandbox over HTTP, as it would to anybody.',
  },
  {
    what: 'the vocabulary knows zod, the words and itself',
    of: new RegExp(layers[1]?.[1].source ?? ''),
    may: new RegExp(
      `^(?:zod|canonicalize|node:crypto)$|${layers[0]?.[1].source}|${layers[1]?.[1].source}|^src/(?:organisation/organisation|jumpcloud/endpoint)\\.ts$`,
    ),
    cure: 'These files are pure: no I/O, no vendor, no state. Put what does something into a folder of its own.',
  },
]

describe('doors', () => {
  test.each(rules)('$what', ({ of, may, cure }) => {
    const wrong = imports.filter(({ from, to }) => of.test(from) && !may.test(to))
    expect(wrong.map(shown), cure).toEqual([])
  })

  test.each([
    ['#latchkey is the door of skills alone', /^src\/index\.ts$/, /^skills\//],
    ['adapters are built by main.ts and by commands', /^adapters\//, /^(?:adapters\/|src\/main\.ts$|src\/cli\/)/],
    ['the sandbox is for commands and the demo', /^src\/sandbox\//, /^src\/(?:sandbox|demo|cli)\//],
    ['the demo is for its command', /^src\/demo\//, /^src\/(?:demo|cli)\//],
    ['the manifest is for its command and the setup', /^manifest\//, /^(?:manifest\/|src\/(?:cli|setup)\/)/],
    ['the setup is for its command', /^src\/setup\//, /^src\/(?:setup|cli)\//],
    [
      'actions are reached through the gate and the door',
      /^src\/actions\//,
      /^src\/(?:actions\/|index\.ts$|parts\.ts$|main\.ts$|sandbox\/specs\/|cli\/)/,
    ],
    // What a person types is given to the gate in memory, so the one that keeps it is made where everything is made.
    [
      'the gate is woken by its job',
      /^src\/gate\/(?!(?:receive-)?values\.ts$)/,
      /^src\/(?:gate\/|jobs\/run-request\.ts$)/,
    ],
    [
      'what people type is kept for the gate',
      /^src\/gate\/(?:receive-)?values\.ts$/,
      /^src\/(?:gate\/|core\.ts$|main\.ts$)/,
    ],
    ['commands import no commands', /^src\/cli\/[^/]+\.ts$/, /^src\/cli\/(?:latchkey\.js|run\.ts)$/],
  ])('%s', (what, target, importers) => {
    const wrong = imports.filter(({ from, to }) => target.test(to) && !importers.test(from))
    expect(wrong.map(shown), `Not from here: ${what}. docs/architecture.md says why.`).toEqual([])
  })

  test('whatever runs in production reaches neither sandbox, playground nor demo', () => {
    const isForPlay = /^(?:src\/sandbox\/|src\/demo\/|adapters\/playground\/)/
    const roots = files(/^src\/main\.ts$|^src\/jobs\/|^skills\//)
    const reached = new Set(roots)
    for (const file of reached) for (const { to } of importsOf(file)) if (ours.includes(to)) reached.add(to)
    expect(
      [...reached].filter((file) => isForPlay.test(file)),
      'Only the commands demo and sandbox may bring these in.',
    ).toEqual([])
  })
})

describe('tests', () => {
  test('are reached from nothing that runs', () => {
    const all = files(/^(?:src|skills|adapters|manifest)\/.*\.[jt]s$/).flatMap((file) => importsOf(file))
    expect(
      all.filter(({ to }) => /^(?:test\/|vitest$|fast-check$)/.test(to)).map(shown),
      'What a test and the program share is the program’s, and stands in src/.',
    ).toEqual([])
  })

  test('files found by a folder are looked for in these places alone', () => {
    const finding = files(/^(?:src|skills|adapters|manifest)\/.*\.[jt]s$/).filter((file) =>
      /\bimport\((?!')/.test(read(file)),
    )
    expect(
      finding,
      'Import it by its name, or add the place here: each of them reads one folder of src/ or skills/.',
    ).toEqual([
      'src/cli/run.ts',
      'src/doctor/doctor.ts',
      'src/skills.ts',
      'src/store/jobs.ts',
      'src/store/migrate.ts',
      'src/web/pages.ts',
    ])
  })
})

describe('vendors', () => {
  test.each([
    ['@slack/bolt', /^adapters\/slack\//],
    ['botbuilder', /^adapters\/teams\//],
    ['@simplewebauthn/server', /^src\/proof\/passkeys\.ts$/],
    ['openid-client', /^src\/proof\/sign-in\.ts$/],
    ['undici', /^src\/jumpcloud\//],
    ['nodemailer', /^src\/mail\//],
    ['openai', /^src\/conversation\//],
    ['pg-boss', /^src\/store\//],
    ['@electric-sql/pglite', /^src\/store\//],
    ['intl-messageformat', /^src\/words\//],
    ['commander', /^src\/cli\//],
    ['@clack/prompts', /^src\/setup\/terminal\.ts$/],
  ])('%s stays in one place, so that it can be replaced there', (vendor, place) => {
    const elsewhere = imports.filter(({ from, to }) => to === vendor && !place.test(from))
    expect(
      elsewhere.map(shown),
      `Only ${place} knows ${vendor}: reach it through that folder's own functions.`,
    ).toEqual([])
  })
})
