// Who stands behind a name on the stage, whichever platform they are on.
import { directoryIdOf, players } from '../../src/demo/cast.ts'

export function directoryId(user: string) {
  const player = players.find((one) => one.user === user)
  if (!player) throw new Error(`nobody on the stage is called ${user}`)
  return directoryIdOf(player)
}
