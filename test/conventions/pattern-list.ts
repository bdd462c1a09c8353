// The regular expressions that need a word: those whose text is made while the program runs, and those that are not linear.
import { vi } from 'vitest'

interface Dynamic {
  file: string
  /** How its code begins. */
  begins: string
  because: string
  /** Makes it as the program does; left out where any text may become the pattern. */
  make?: () => Promise<unknown>
}

/** Any text may become these, and nobody but who runs the sandbox on their own machine chooses it. */
const ofTheSandbox = 'the sandbox is a directory for trying; it listens on this machine only'

export const dynamic: readonly Dynamic[] = [
  {
    file: 'adapters/teams/assertion.ts',
    begins: 'new RegExp(`-----BEGIN ',
    because: 'two names, both constants of the same file',
    make: async () => (await import('../../adapters/teams/assertion.ts')).readCertificate('none'),
  },
  {
    file: 'src/config/env-file.ts',
    begins: 'new RegExp(\n    `^[ \\\\t]*',
    because: 'the name of a setting, one of the list in src/config/variables.ts',
    make: async () =>
      (await import('../../src/config/env-file.ts')).withSettings('A=1\n', new Map([['LATCHKEY_PORT', '2']])),
  },
  {
    file: 'src/conversation/secret-looks.ts',
    begins: 'new RegExp(groups(',
    because: 'made once when the module is loaded, of constants of the same file',
    make: () => import('../../src/conversation/secret-looks.ts'),
  },
  {
    file: 'src/doctor/client-assertion.ts',
    begins: 'new RegExp(`-----BEGIN ',
    because: 'two names, both constants of the same file',
    make: async () => (await import('../../src/doctor/client-assertion.ts')).clientAssertion('none', madeUp),
  },
  {
    file: 'src/organisation/fields.ts',
    begins: 'new RegExp(String.raw`^(?!\\s)',
    because: 'made once when the module is loaded, of constants of the same file',
    make: () => import('../../src/organisation/fields.ts'),
  },
  { file: 'src/sandbox/faults.ts', begins: 'new RegExp(pattern)', because: ofTheSandbox },
  { file: 'src/sandbox/filters.ts', begins: 'new RegExp(`^', because: ofTheSandbox },
  {
    file: 'src/web/headers.ts',
    begins: 'new RegExp(`(?:^|;\\\\s*)',
    because: 'two names of a cookie, both constants of the same file',
    make: async () => {
      const { browserCookie } = await import('../../src/web/headers.ts')
      return [browserCookie(true), browserCookie(false)]
    },
  },
]

const madeUp = { appId: 'app', url: 'https://localhost', now: new Date(0) }

/** The patterns that the work makes, each where it is made. Modules are loaded anew, because many make theirs while they load. */
export async function recorded({ file, make }: Dynamic): Promise<RegExp[]> {
  const made: RegExp[] = []
  const real = globalThis.RegExp
  vi.resetModules()
  globalThis.RegExp = new Proxy(real, {
    construct(target, [text, flags]: [string | RegExp, string | undefined]) {
      const pattern = new target(text, flags)
      if (new Error('here').stack?.includes(`/${file}:`)) made.push(pattern)
      return pattern
    },
  })
  try {
    await make?.()
  } catch {
    // What was asked of it made no sense; the pattern is there.
  } finally {
    globalThis.RegExp = real
  }
  return made
}

export interface Bounded {
  under: string
  /** Of one pattern only: how its code begins. */
  begins?: string
  /** No text that it sees is longer. */
  longest: number
  because: string
}

/** The longest body that is read at all. */
export const anything = 256 * 1024

/** Not linear, or not decided: measured at the longest text that can reach them. */
export const bounded: readonly Bounded[] = [
  { under: 'src/conversation/slot-reason.ts', longest: 1000, because: 'findReason() cuts the text before all of them' },
  {
    under: 'src/conversation/',
    longest: 4000,
    because: 'the schema of what arrives (src/adapter.ts) takes no longer text',
  },
  { under: 'src/jumpcloud/auth.ts', begins: '/\\beyJ', longest: 10_000, because: 'mask() cuts the text before it' },
  { under: 'src/jumpcloud/translate.ts', begins: '/\\bip\\b', longest: 200, because: 'oneLine() has cut the reason' },
  {
    under: 'src/jumpcloud/translate.ts',
    begins: '/[^\\s@',
    longest: 1000,
    because: 'oneLine() cuts the text before it',
  },
  {
    under: 'src/plain-text.ts',
    begins: '/[[\\p{Cc}',
    longest: anything,
    because: 'one class; the flag v is not known to recheck',
  },
]

/** Not linear, and nobody who could mean harm has a say in the text. */
export const trusted: readonly { under: string; begins?: string; because: string }[] = [
  { under: 'adapters/teams/assertion.ts', because: 'the certificate that the installation was given' },
  { under: 'src/cli/new/made.ts', because: 'a name typed by who adds a skill to the program' },
  { under: 'src/config/address.ts', because: 'an address in the settings' },
  { under: 'src/config/env-file.ts', because: 'the settings themselves' },
  { under: 'src/config/secret-file.ts', because: 'a file that the settings name' },
  { under: 'src/demo/browser.ts', because: 'pages that the demo itself serves' },
  { under: 'src/demo/visitor.ts', because: 'pages that the demo itself serves' },
  { under: 'src/doctor/checks/slack.ts', begins: '/\\/+$/', because: 'an address in the settings' },
  { under: 'src/doctor/client-assertion.ts', because: 'the certificate that the installation was given' },
  { under: 'src/jumpcloud/hosts.ts', begins: '/\\/+$/', because: 'an address in the settings' },
  { under: 'src/sandbox/samples.ts', because: 'paths that stand in the same folder' },
  { under: 'src/sandbox/specs/load.ts', because: 'descriptions of JumpCloud that stand in the project' },
  { under: 'src/web/pages.ts', begins: '/\\/+$/', because: 'the path of the address in the settings' },
  {
    under: 'src/setup/choices.ts',
    begins: '/\\[ (.*)',
    because: 'the lines of latchkey.yaml, which setup itself has printed',
  },
]

export const product = /^(?:src|adapters|skills|manifest)\/.*\.(?:ts|js)$/
