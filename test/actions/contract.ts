// What every action must do, whatever it writes: each action's own test runs this suite against the sandbox.
import { afterAll, expect, test } from 'vitest'
import type { Action, Effects } from '../../src/action.ts'
import { actions } from '../../src/actions/index.ts'
import { hasCode } from '../../src/errors.ts'
import { createCaller, type JumpCloudCaller } from '../../src/jumpcloud/client.ts'
import { createDirectory } from '../../src/jumpcloud/directory.ts'
import type { Endpoint } from '../../src/jumpcloud/endpoint.ts'
import { jumpcloudHosts } from '../../src/jumpcloud/hosts.ts'
import { readEndpoints } from '../../src/jumpcloud/reads.ts'
import { english } from '../../src/words/render.ts'
import { sandboxForTests } from '../sandbox/api.ts'

export interface ActionCases<Input> {
  /** Something to do in the company as it starts. */
  toDo: NoInfer<Input>
  /** An input for which the world already is as wanted; undefined when the fresh company has none. */
  already: NoInfer<Input> | undefined
  /** Inputs that make no sense, each with a part of the sentence that says why. */
  impossible: readonly (readonly [NoInfer<Input>, RegExp])[]
  will: RegExp
  done: string
  /** What the person types, for an action that needs a value. */
  value?: string
}

const untouched = () =>
  Promise.reject(new Error('only what binds accounts touches bindings, and only what freezes or lifts touches freezes'))
const noFreezes = (): Effects['freezes'] => ({ isFrozen: untouched, freeze: untouched, unfreeze: untouched })
const noBindings = (): Effects['bindings'] => ({ isBound: untouched, bind: untouched })

/** Two keys, as an installation has them: what an action reads and what it writes are told apart by who asked. */
function companyToChange(
  bindings: () => Effects['bindings'],
  freezes: () => Effects['freezes'],
  value: string | undefined,
) {
  const { call, clock, journal, sandbox } = sandboxForTests()
  const open: JumpCloudCaller[] = []
  afterAll(async () => void (await Promise.all(open.map((caller) => caller.close()))))

  const callerWith = (key: string, allowed: readonly Endpoint[]): JumpCloudCaller => {
    const { url } = sandbox()
    const hosts = jumpcloudHosts('us', { consoleUrl: url, insightsUrl: url })
    const credential = { kind: 'api-key', key } as const
    const caller = createCaller({ credential, hosts, clock, allowed, sleep: async () => {} })
    open.push(caller)
    return caller
  }
  const effects = (): Effects => {
    const written = Object.values(actions).flatMap(({ endpoint }) => endpoint ?? [])
    return {
      writer: callerWith('jca_sandbox_write', written),
      directory: createDirectory(callerWith('jca_sandbox_read', readEndpoints), { clock }),
      bindings: bindings(),
      freezes: freezes(),
      signal: new AbortController().signal,
      // As the gate gives it from the "about to" on.
      aboutToAt: clock.now(),
      value,
    }
  }
  const writes = async () => (await journal()).filter(({ key }) => key === 'write')
  return { effects, writes, call }
}

export function actionContract<Input>(
  action: Action<Input>,
  cases: ActionCases<Input>,
  bindings = noBindings,
  freezes = noFreezes,
): void {
  const { effects, writes, call } = companyToChange(bindings, freezes, cases.value)
  const { toDo } = cases
  /** Nothing shows afterwards whether it was done. */
  const isUnseen = action.confirmedBy === 'answer'

  test('says in words what it will do and what it did', async () => {
    const { directory } = effects()
    expect(english(await action.describe(toDo, directory))).toMatch(cases.will)
    expect(english(await action.done(toDo, directory))).toBe(cases.done)
  })

  test('does it in at most one write, and sees that it is done', async () => {
    const given = effects()
    expect(await action.check(toDo, given)).toEqual({ state: 'to-do' })
    expect(await action.verify(toDo, given)).toBe(false)
    expect(await writes()).toEqual([])
    await action.run(toDo, given)
    expect(await action.verify(toDo, given)).toBe(!isUnseen)
    expect(await action.check(toDo, given)).toEqual({ state: isUnseen ? 'to-do' : 'already' })
    expect((await writes()).map(({ changed }) => changed)).toEqual(action.endpoint ? [true] : [])
  })

  test('a second time changes nothing more, or it is said to be never repeated', async () => {
    const given = effects()
    await action.run(toDo, given)
    const again = await action.run(toDo, given).catch((thrown: unknown) => thrown)
    if (again instanceof Error) expect(hasCode(again, 'password-refused')).toBe(true)
    expect(await action.verify(toDo, given)).toBe(!isUnseen)
    const more = (await writes()).slice(1).filter(({ changed }) => changed)
    expect(more).toHaveLength(action.repeat === 'never' ? 1 : 0)
  })

  test('what is so already is seen before anything is written', async () => {
    if (cases.already) expect(await action.check(cases.already, effects())).toEqual({ state: 'already' })
    for (const [input, why] of cases.impossible) {
      const found = await action.check(input, effects())
      expect(found.state === 'impossible' && english(found.why)).toMatch(why)
    }
    expect(await writes()).toEqual([])
  })

  test('a lost answer is an unknown outcome, and reading back settles it', async () => {
    if (!action.endpoint) return expect(action.repeat).toBe('safe')
    const given = effects()
    await call('POST', '/_sandbox/faults', { body: { match: { method: action.endpoint.method }, kind: 'drop-after' } })
    const error = await action.run(toDo, given).catch((thrown: unknown) => thrown)
    await call('DELETE', '/_sandbox/faults')
    expect(hasCode(error, 'jumpcloud-unknown-outcome')).toBe(true)
    expect(await action.verify(toDo, given)).toBe(!isUnseen)
    if (isUnseen) expect(action.repeat).toBe('never')
  })

  test('its undo, where it has one, is a step that brings the world back', async () => {
    const given = effects()
    const back = action.undo(toDo)
    if (!back) return expect(action.undo(cases.already ?? toDo)).toBeUndefined()
    await action.run(toDo, given)
    const inverse = Object.values(actions).find(({ name }) => name === back.action) as unknown as Action
    await inverse.run(inverse.input.parse(back.input), given)
    expect(await action.check(toDo, given)).toEqual({ state: 'to-do' })
  })

  test('takes only ids that JumpCloud could have given', () => {
    expect(action.input.safeParse(toDo).success).toBe(true)
    for (const wrong of [{}, { ...toDo, user: '../../admin' }, { ...toDo, user: ['5f0c1e2a3b4c5d6e7f8a9b0c'] }])
      expect(action.input.safeParse(wrong).success).toBe(false)
  })
}
