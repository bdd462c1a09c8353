// The models that `npm run prove -- model` searches still stand for the functions of the house as they are.
import { expect, test } from 'vitest'
import { type Change, ends, missing } from '../prove/model-changes.ts'
import { exists, files, read } from './source.ts'

const models = files(/^test\/model\/.*\.pml$/)
const steps = models.flatMap((model) =>
  [...read(model).matchAll(/^\s*\/\/ (src\/\S+\.ts): (.+)$/gm)].map(([, file = '', names = '']) => ({
    model,
    file,
    names: names.split(', '),
  })),
)

test.each(steps)('$model: $file has $names', ({ file, names }) => {
  expect(exists(file)).toBe(true)
  const isDeclared = (name: string) =>
    new RegExp(String.raw`(?:\b(?:function|const|interface|type) |^\s+)${name}\b(?=[\s(<:=])`, 'm').test(read(file))
  expect(
    names.filter((name) => !isDeclared(name)),
    'Look whether the model still does what the program does, and name what it stands for now.',
  ).toEqual([])
})

test('everything that decides, begins or claims stands in a model', () => {
  const named = new Set(steps.map(({ file }) => file))
  for (const file of [
    'requests/move',
    'requests/decisions',
    'requests/wake',
    'gate/claim',
    'gate/attempt',
    'gate/stop',
  ])
    expect(named).toContain(`src/${file}.ts`)
  expect(models).toHaveLength(2)
})

const changes = Object.entries({
  deciding: missing.deciding.concat(ends.deciding),
  running: missing.running.concat(ends.running),
}).flatMap(([model, all]: [string, Change[]]) => all.map((change) => ({ model, ...change })))

test.each(changes)('$model, $rule: what is changed stands exactly once', ({ model, from }) => {
  expect(read(`test/model/${model}.pml`).split(from)).toHaveLength(2)
})
