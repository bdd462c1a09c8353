// A skill without a policy, or with a part of one missing or wrong, does not compile: nothing is open because it was forgotten.
import { beforeAll, expect, test } from 'vitest'
import { errorsOf } from './compile.ts'

const whole = `import { action, plan, skill, z } from '#latchkey'

export default skill({
  title: 'Unlock my account',
  examples: ['one', 'two', 'three', 'four', 'five'],
  input: z.object({}),
  policy: {
    who: ['self'],
    proof: {
      floor: 'S0',
      default: 'S1',
    },
    approvals: [],
    limit: { times: 3, per: 'day' },
    protected: 'refused',
  },
  uses: ['unlock-user'],
  async plan({ me }) {
    return plan([action.unlockUser({ user: me })])
  },
})
`
const without = (line: RegExp): string => whole.replace(line, '')
const having = (from: string, to: string): string => whole.replace(from, to)

const spoilt: Record<string, string> = {
  'no-policy': whole.replace(/^ {2}policy: \{\n[\s\S]*?^ {2}\},\n/m, ''),
  'no-who': without(/^ *who: .*\n/m),
  'no-proof': whole.replace(/^ *proof: \{\n[\s\S]*?\},\n/m, ''),
  'no-floor': without(/^ *floor: .*\n/m),
  'no-default': without(/^ *default: .*\n/m),
  'no-approvals': without(/^ *approvals: .*\n/m),
  'no-limit': without(/^ *limit: .*\n/m),
  'no-protected': without(/^ *protected: .*\n/m),
  'empty-policy': whole.replace(/^ {2}policy: \{\n[\s\S]*?^ {2}\},\n/m, '  policy: {},\n'),
  'policy-undefined': whole.replace(/^ {2}policy: \{\n[\s\S]*?^ {2}\},\n/m, '  policy: undefined,\n'),
  'nobody-may-ask': having("who: ['self']", 'who: []'),
  'unknown-role': having("who: ['self']", "who: ['everybody']"),
  'unknown-proof': having("floor: 'S0'", "floor: 'none'"),
  'approval-by-nobody': having('approvals: []', 'approvals: [{ by: [] }]'),
  'approval-by-self': having('approvals: []', "approvals: [{ by: ['self'] }]"),
  'no-per': having(", per: 'day'", ''),
  'protected-approvals-by-nobody': having("protected: 'refused'", 'protected: { approvals: [] }'),
  'undeclared-action': without(/^ *uses: .*\n/m),
  'declares-another-action': having("uses: ['unlock-user']", "uses: ['add-to-group']"),
  'undeclared-events': having(
    'return plan(',
    "await directory.events({ user: me, username: 'm' })\n    return plan(",
  ).replace('{ me }', '{ me, directory }'),
  'four-examples': having(", 'five'", ''),
  'acts-itself': having('return plan([action.unlockUser({ user: me })])', 'await action.unlockUser.run({ user: me })'),
  'wrong-input': having('unlockUser({ user: me })', "unlockUser({ user: 'somebody' })"),
  'empty-plan': having('plan([action.unlockUser({ user: me })])', 'plan([])'),
}

let errors: Record<string, string[]>
beforeAll(async () => {
  errors = await errorsOf({ whole, ...spoilt })
}, 120_000)

test('a whole skill compiles', () => {
  expect(errors.whole).toEqual([])
})

test.each(Object.keys(spoilt))('%s does not', (name) => {
  expect(spoilt[name], 'The spoilt skill differs from the whole one.').not.toBe(whole)
  expect(errors[name]?.length, `${name} compiles; see src/policy/policy.ts and src/skill.ts.`).toBeGreaterThan(0)
  const [, field] = /^no-(.*)/.exec(name) ?? []
  if (field) expect(errors[name]?.join(), 'The compiler names what is missing.').toContain(`'${field}'`)
})
