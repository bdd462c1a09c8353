// Presses and forms with one thing changed: a value of another kind, a bit, a key more or less; under a good token each.
import type fc from 'fast-check'
import type { FakeTeams } from '../../fakes/teams.ts'
import { messageActivity, pressActivity } from '../../fakes/teams-activities.ts'
import { type Fields, getPerson } from '../../fakes/teams-state.ts'
import { mutantsOf } from '../mutate.ts'
import { inParallel } from './bench.ts'
import { blankMessage } from './forgeries.ts'

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
  return mutantsOf(honest).map((body) => JSON.stringify(body))
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
