// Every endpoint of the sandbox has a sample call, and every call in use is an endpoint of the sandbox.
import { expect, test } from 'vitest'
import { routes } from '../../src/sandbox/routes.ts'
import { callName, samples } from '../../src/sandbox/samples.ts'
import { recordAnswers } from '../../src/sandbox/specs/answers.ts'
import { inUse } from '../../src/sandbox/specs/in-use.ts'

test('every endpoint has one sample call', () => {
  expect(Object.keys(samples).sort()).toEqual(routes.map(callName).sort())
})

test('every sample succeeds', async () => {
  const answers = await recordAnswers()
  expect([...answers].filter(([, { status }]) => status >= 300)).toEqual([])
  expect(answers.size).toBe(routes.length)
})

test('every call in use is there, with the same scopes', () => {
  const ours = new Map(routes.map((route) => [callName(route), [...route.scopes].sort()]))
  for (const endpoint of inUse.endpoints) {
    const scopes = 'scopes' in endpoint && Array.isArray(endpoint.scopes) ? endpoint.scopes.toSorted() : []
    expect({ call: callName(endpoint), scopes: ours.get(callName(endpoint)) }).toEqual({
      call: callName(endpoint),
      scopes,
    })
  }
})

test('every answer that a schema of ours reads passes it', async () => {
  const answers = await recordAnswers()
  for (const { name, schema, calls } of inUse.schemas)
    for (const call of calls) {
      const read = schema.safeParse(answers.get(call)?.body)
      expect({ name, call, error: read.error?.message }).toEqual({ name, call, error: undefined })
    }
})
