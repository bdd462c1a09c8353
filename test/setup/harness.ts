// A wizard on streams that behave like a terminal, against a sandbox and a fake Slack, in a folder of its own.
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough, Writable } from 'node:stream'
import { setImmediate as turn } from 'node:timers/promises'
import { parseEnv } from 'node:util'
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest'
import { slackScopes } from '../../manifest/slack-scopes.ts'
import { systemClock } from '../../src/clock.ts'
import type { Environment } from '../../src/config/env-file.ts'
import { createTerminal } from '../../src/setup/terminal.ts'
import { createWizard, type Step, type Wizard, type WizardOptions } from '../../src/setup/wizard.ts'
import { loadSkills } from '../../src/skills.ts'
import { type FakeSlack, startFakeSlack } from '../fakes/slack.ts'
import { exampleText } from '../organisation/example.ts'
import { sandboxForTests } from '../sandbox/api.ts'
import { type Answer, createPlayer } from './player.ts'

/** Everything secret that is typed in these tests, or made by the wizard, is recognised by this. */
const secretLike = /canary|jca_sandbox|sandbox-client-secret|xox[bp]-\w|xapp-\w|signing-secret-of|\b[0-9a-f]{64}\b/

/** A process is never started with a setting that is undefined. */
const onlySet = (given: Environment): Environment =>
  Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))

export interface Hands {
  until(words: string): Promise<void>
  send(keys: string): void
}

export function streamsForTests() {
  const modes: boolean[] = []
  const input = Object.assign(new PassThrough(), { isTTY: true, setRawMode: (isRaw: boolean) => modes.push(isRaw) })
  const player = createPlayer((keys) => input.write(keys))
  const write = (chunk: unknown, _: unknown, done: () => void): void => {
    player.saw(String(chunk))
    done()
  }
  const output = Object.assign(new Writable({ write }), { isTTY: true, columns: 200, rows: 60 })
  return { input, output, player, modes }
}

/** `hostsOf`: where JumpCloud's regions are, for a test of more than one. */
export function setUpForTests({ hostsOf }: Pick<WizardOptions, 'hostsOf'> = {}) {
  const sandbox = sandboxForTests()
  let slack: FakeSlack | undefined
  let folder = ''
  let shown = ''
  beforeAll(async () => {
    slack = await startFakeSlack({ scopes: slackScopes.map(({ scope }) => scope) })
  })
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'latchkey-setup-'))
    shown = ''
  })
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true })
    expect(shown).not.toMatch(secretLike)
  })
  afterAll(() => slack?.close())

  const getSlack = (): FakeSlack => {
    if (!slack) throw new Error('the fake Slack is not started')
    return slack
  }
  const at = (name: string): string => join(folder, name)
  const read = (name: string): string => readFileSync(at(name), 'utf8')

  const outside = (): Environment => {
    const { url } = sandbox.sandbox()
    return {
      JUMPCLOUD_CONSOLE_URL: url,
      JUMPCLOUD_INSIGHTS_URL: url,
      JUMPCLOUD_OAUTH_URL: url,
      SLACK_API_URL: getSlack().apiUrl,
      LATCHKEY_POLICY: at('latchkey.yaml'),
      LATCHKEY_DATA: at('data'),
    }
  }

  /** Runs some of the wizard with these answers, and gives back everything that was shown. */
  async function playing(
    work: (wizard: Wizard) => Promise<unknown>,
    answers: readonly Answer[],
    changed: Environment = {},
    /** What comes after the answers and is no plain question. */
    then: (hands: Hands) => Promise<void> = async () => {},
  ): Promise<string> {
    const { input, output, player } = streamsForTests()
    const wizard = createWizard({
      terminal: createTerminal({ input, output }),
      envPath: at('.env'),
      example: exampleText,
      manifests: at('out'),
      teamsPath: '/api/messages',
      skillNames: [...(await loadSkills()).keys()],
      outside: onlySet({ ...outside(), ...changed }),
      clock: systemClock,
      hostsOf,
    })
    try {
      let isPlayed = false
      const hands = { until: player.until, send: (keys: string) => void input.write(keys) }
      const playingIt = player
        .play(answers)
        .then(() => then(hands))
        .then(() => {
          isPlayed = true
        })
      const working = work(wizard)
      await Promise.race([working, playingIt])
      // What came last of the two is the other one's turn, unless it waits for a question that will not come.
      await Promise.race([Promise.all([working, playingIt]), working.then(turn)])
      if (!isPlayed) throw new Error(`over before every answer:\n${player.seen()}`)
    } finally {
      shown += player.seen()
    }
    return player.seen()
  }

  return {
    ...sandbox,
    slack: getSlack,
    at,
    read,
    env: () => (existsSync(at('.env')) ? parseEnv(read('.env')) : {}),
    mode: (name: string): number => statSync(at(name)).mode & 0o777,
    write: (name: string, content: string, mode = 0o600) => writeFileSync(at(name), content, { mode }),
    outside,
    playing,
    step: (step: Step, answers: readonly Answer[], changed?: Environment, then?: (hands: Hands) => Promise<void>) =>
      playing((wizard) => step.run(wizard), answers, changed, then),
  }
}
