// Who stands on the stage of either platform, and who is behind each name.
import { directoryIdOf, players, staff } from '../../src/demo/cast.ts'
import type { People } from '../../src/demo/stage.ts'

/** Whose chat account an administrator has connected beforehand. */
export const imported = ['leo', 'mei', 'tom', 'priya', 'dana', 'ben', 'nadia'] as const

export const people: People = {
  ...staff,
  guest: 'gus',
  bot: 'botley',
  foreign: 'fay',
}

export function directoryId(user: string) {
  const player = players.find((one) => one.user === user)
  if (!player) throw new Error(`nobody on the stage is called ${user}`)
  return directoryIdOf(player)
}
