// Skills: understood by their examples, and with a policy that fits what they do.
import { describe, expect, test } from 'vitest'
import type { Action } from '../../src/action.ts'
import { actions } from '../../src/actions/index.ts'
import { shippedData } from '../../src/conversation/router/data/shipped.ts'
import { misroutedExamples } from '../../src/conversation/router/evaluate.ts'
import { createEmbeddedRouter } from '../../src/conversation/router/router.ts'
import { isAtLeast } from '../../src/policy/policy.ts'
import { loadSkills } from '../../src/skills.ts'
import { read } from './source.ts'

const skills = await loadSkills()
const names = [...skills.keys()]
// The stricter bar for all of them: an example has to be sure enough even for a skill that changes something.
const known = [...skills].map(([name, { title, examples }]) => ({ name, title, examples, changesState: true }))
const router = createEmbeddedRouter(known, shippedData)

describe.each(known)('$name', ({ name, title, examples }) => {
  test('has at least five examples, all different', () => {
    const different = new Set(examples.map((example) => example.toLowerCase()))
    expect(different.size, 'Write down how people really ask for it, in five ways or more.').toBeGreaterThanOrEqual(5)
    expect(different.size).toBe(examples.length)
  })

  test.each(examples)('“%s” leads to it', async (example) => {
    expect(
      await router.route(example, names),
      `“${example}” leads elsewhere: say it in words that only ${name} uses.`,
    ).toMatchObject({ kind: 'act', skill: name })
  })

  test('has a title that fits on a button', () => {
    expect(title, 'A few words, as people call it, without a full stop.').toMatch(/^[A-Z][^.]{2,38}$/)
    expect(known.filter((other) => other.title === title)).toHaveLength(1)
  })
})

test('examples are understood, not only recognised word for word', () => {
  const astray = misroutedExamples(router, known)
  expect(
    astray.map(({ skill, example, got }) => `${skill}: “${example}” reads like ${got}`),
    'Give the skill more examples of that kind, or reword this one.',
  ).toEqual([])
})

describe('policy', () => {
  /** The actions that stand in the file: a plan can hold no other. */
  const used = (name: string) =>
    [...read(`skills/${name}.ts`).matchAll(/\baction\.(\w+)\(/g)].map(([, called = '']) => {
      const found = Object.entries(actions).find(([action]) => action === called)?.[1]
      if (!found) throw new Error(`skills/${name}.ts uses action.${called}, which does not exist`)
      return found
    })
  const floors = { ordinary: 'S0', protective: 'S0', binding: 'S1', credential: 'S1' } as const
  /** Whoever takes a second factor over has the person, so that a code from the phone is not enough for it. */
  const floorOf = ({ sensitivity, replaces }: Action) =>
    replaces.includes('jumpcloud-mfa') ? 'S2' : floors[sensitivity]

  test.each(names)('%s never asks for less than its actions need', (name) => {
    const floor = skills.get(name)?.policy.proof.floor ?? 'S0'
    const needed = used(name).map((action) => floorOf(action as unknown as Action))
    expect(
      needed.filter((level) => !isAtLeast(floor, level)),
      'Raise policy.proof.floor: a second factor needs S2, other credentials and binding an account need S1.',
    ).toEqual([])
  })

  test.each(names)('%s gives access only by somebody’s approval, and for a time', (name) => {
    const gives = used(name).some(({ name: action }) => action === 'add-to-group')
    const { approvals = [], limit } = skills.get(name)?.policy ?? {}
    if (gives) {
      expect(approvals.length, 'Who gains access never decides alone: add an approval.').toBeGreaterThan(0)
      expect(read(`skills/${name}.ts`), 'Access that is given ends: wrap the step in lasting(…).').toContain('lasting(')
    }
    expect(limit?.times).toBeLessThanOrEqual(100)
  })

  test.each(names)('%s has a default that is not below its floor', (name) => {
    const proof = skills.get(name)?.policy.proof
    expect(proof && isAtLeast(proof.default, proof.floor)).toBe(true)
  })
})
