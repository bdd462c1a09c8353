// Presses and forms with one thing changed: a value of another kind, a bit, a key more or less; under a good token each.
import fc from 'fast-check'
import type { FakeTeams } from '../../fakes/teams.ts'
import { messageActivity, pressActivity } from '../../fakes/teams-activities.ts'
import { type Fields, getPerson } from '../../fakes/teams-state.ts'
import { inParallel } from './bench.ts'
import { blankMessage, oddValue } from './forgeries.ts'

type Path = (string | number)[]

const pathsOf = (value: unknown, path: Path = []): Path[] => {
  if (typeof value !== 'object' || value === null) return [path]
  const inside = Object.entries(value).flatMap(([key, part]) =>
    pathsOf(part, [...path, Array.isArray(value) ? Number(key) : key]),
  )
  return path.length === 0 ? inside : [path, ...inside]
}

/** A copy in which what stands at the path is another value, or gone. */
function changed(value: unknown, path: Path, change: (part: unknown) => unknown): unknown {
  const [key, ...rest] = path
  if (key === undefined) return change(value)
  if (Array.isArray(value)) return value.map((part, place) => (place === key ? changed(part, rest, change) : part))
  const whole: Fields = { ...(value as Fields) }
  return { ...whole, [key]: changed(whole[key], rest, change) }
}

const flipped = (part: unknown, at: number, bit: number): unknown => {
  if (typeof part !== 'string' || part === '') return null
  const place = at % part.length
  return `${part.slice(0, place)}${String.fromCharCode(part.charCodeAt(place) ^ (1 << bit))}${part.slice(place + 1)}`
}

const changes = fc.oneof(
  oddValue.map((odd) => () => odd),
  fc.constant(() => undefined),
  fc.tuple(fc.nat(300), fc.nat(15)).map(
    ([at, bit]) =>
      (part: unknown) =>
        flipped(part, at, bit),
  ),
  fc
    .tuple(
      fc.constantFrom(
        'press',
        'submit',
        'choice',
        'close',
        '__proto__',
        'constructor',
        'toString',
        'field-x',
        'skill',
        'target',
      ),
      oddValue,
    )
    .map(([key, odd]) => (part: unknown) => ({ ...(typeof part === 'object' ? part : {}), [key]: odd })),
  fc.nat(3).map((times) => (part: unknown) => Array.from({ length: times }, () => part)),
)

export function mutants(teams: FakeTeams): fc.Arbitrary<string> {
  const maya = getPerson(teams.state, 'maya')
  const from = (data: Fields, isOldClient: boolean) =>
    pressActivity(teams.state, maya, teams.serviceUrl, {
      message: blankMessage,
      action: { data, fallback: { data } },
      inputs: {},
      isOldClient,
    })
  const honest = [
    from({ press: 'the-honest-handle' }, false),
    from({ press: 'the-honest-handle' }, true),
    from({ choice: 'the-honest-handle' }, false),
    from({ submit: 'the-honest-handle', 'field-code': '123456' }, false),
    from({ submit: 'the-honest-handle', 'field-code': '123456' }, true),
    from({ close: 'the-honest-handle' }, false),
    messageActivity(teams.state, maya, teams.serviceUrl, 'unlock @leo'),
  ]
  return fc
    .constantFrom(...honest)
    .chain((body) =>
      fc.tuple(fc.constantFrom(...pathsOf(body)), changes).map(([path, change]) => changed(body, path, change)),
    )
    .map((body) => JSON.stringify(body))
}

/** Answers of 500 and more: whatever was changed, the adapter knows what to do. */
export async function sendMutants(teams: FakeTeams, bodies: string[]): Promise<string[]> {
  const surprises: string[] = []
  await inParallel(bodies, async (body) => {
    const { status } = await teams.post(body)
    if (status >= 500) surprises.push(`${status} ${body}`)
  })
  return surprises
}
