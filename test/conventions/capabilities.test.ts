// Capabilities: who can write to JumpCloud, who can ring a phone, who reads the environment. Few, and named here.
import { describe, expect, test } from 'vitest'
import { files, read } from './source.ts'

const ours = files(/^(?:src|skills|adapters|manifest)\/.*\.(?:ts|js)$/)

/** Files in which the pattern stands, comments apart. */
const filesWith = (pattern: RegExp): string[] =>
  ours.filter((file) => pattern.test(read(file).replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '')))

describe('JumpCloud', () => {
  test('only the gate holds the writer', () => {
    expect(
      filesWith(/\bwriter\b/).filter(
        (file) => !/^src\/(?:actions|gate|words)\/|^src\/(?:action|core|parts|main|roles)\.ts$/.test(file),
      ),
      'A write is an action (src/actions/), and only the gate runs it. Propose a plan instead.',
    ).toEqual([])
    expect(
      filesWith(/\bGateCore\b/).filter(
        (file) => !/^src\/gate\/|^src\/(?:core|main|roles)\.ts$|^src\/jobs\/run-request\.ts$/.test(file),
      ),
      'Take Core: the capability to write belongs to the gate and its job.',
    ).toEqual([])
  })

  test('only proofs hold the phone', () => {
    expect(
      filesWith(/\bProofCore\b|\bpushes\b/).filter(
        (file) =>
          !/^src\/(?:proof|sandbox|demo|words)\/|^adapters\/playground\/|^src\/(?:core|parts|main|roles)\.ts$|^src\/jobs\/(?:start|watch)-proof\.ts$/.test(
            file,
          ),
      ),
      'Ringing a phone proves a person; it belongs to src/proof/ and its jobs.',
    ).toEqual([])
  })

  test('a call that changes something is declared by the action that makes it', () => {
    const declares =
      /method: '(?:POST|PUT|PATCH|DELETE)'[^}]*path: '\/|path: '\/[^}]*method: '(?:POST|PUT|PATCH|DELETE)'/
    expect(
      filesWith(declares).filter(
        (file) =>
          /^src\//.test(file) &&
          !/^src\/(?:actions|sandbox|demo)\/|^src\/jumpcloud\/(?:auth|push|reads)\.ts$/.test(file),
      ),
      'Declare the endpoint in the file of the action, so that allow-list and permissions come from it.',
    ).toEqual([])
    expect(
      [...read('src/jumpcloud/reads.ts').matchAll(/path: '([^']+)'/g)].map(([, path]) => path).sort(),
      'Only two POSTs read: the search, and Directory Insights.',
    ).toEqual(['/events', '/search/systemusers'])
  })

  test('callers are made in one place, each with its list of allowed calls', () => {
    expect(filesWith(/\bcreateCaller\(/), 'parts.ts makes the callers; take a Directory or Effects.').toEqual([
      'src/jumpcloud/client.ts',
      'src/jumpcloud/probe.ts',
      'src/parts.ts',
    ])
    expect(read('src/jumpcloud/probe.ts'), 'Whoever looks says what may be looked at.').toContain(
      'allowed: readonly Endpoint[] }): Prober',
    )
    const made = read('src/parts.ts').match(/createCaller\(\{.*\}\)/g) ?? []
    expect(made.length, 'parts.ts makes at least one caller').toBeGreaterThan(0)
    expect(
      made.filter((call) => !call.includes('allowed:')),
      'Give it its allowed endpoints.',
    ).toEqual([])
  })
})

describe('the rest of the world', () => {
  test('only config.ts reads the environment', () => {
    expect(
      filesWith(/process\.env\b/).filter((file) => file !== 'src/config.ts'),
      'Add the setting to src/config/variables.ts and pass its value on.',
    ).toEqual([])
    expect(
      files(/^test\/.*\.ts$/).filter(
        (file) =>
          [...read(file).matchAll(/process\.env(?!\.TEST_DATABASE_URL\b)/g)].length > 0 &&
          !file.startsWith('test/conventions/'),
      ),
      'Tests read TEST_DATABASE_URL and nothing else.',
    ).toEqual([])
  })

  test('only adapters and jumpcloud/ speak over the network', () => {
    const speaks = /\bfetch\(|from 'undici'|from 'node:https?'|from 'node:net'/
    expect(
      filesWith(speaks).filter(
        (file) =>
          !/^adapters\/|^src\/(?:jumpcloud|sandbox|demo|web)\/|^src\/store\/folder-lock\.ts$|^src\/config\/address\.ts$|^src\/cli\//.test(
            file,
          ),
      ),
      'Whoever speaks to a vendor does so through one client with limits; see src/jumpcloud/client.ts.',
    ).toEqual([])
  })

  test('nothing holds state of its own', () => {
    expect(
      filesWith(/^(?:export )?(?:let|var) /m).filter((file) => !file.startsWith('adapters/playground/page/')),
      'A value that changes belongs to whoever made it: return it from a create… function.',
    ).toEqual([])
    expect(filesWith(/^(?:export )?(?:abstract )?class /m), 'Values and functions: one error class, no other.').toEqual(
      ['src/errors.ts'],
    )
  })

  test('time is passed in where something is decided', () => {
    expect(
      filesWith(/\bnew Date\(\)|\bDate\.now\(\)/).filter(
        (file) => !/^src\/(?:clock\.ts|sandbox\/|demo\/|store\/|cli\/)|^adapters\/playground\/page\//.test(file),
      ),
      'Take `clock` from the core, so that a test can move it.',
    ).toEqual([])
  })
})
