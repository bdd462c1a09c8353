// The demo's people as the playground's cast.
import type { CastMember } from '../../../adapters/playground/index.ts'
import { directoryIdOf, type Player, players } from '../../demo/cast.ts'
import type { Account, UserId } from '../../ids.ts'

const member = (player: Player): CastMember => ({
  user: player.user,
  name: player.name,
  email: player.email,
  role: player.role,
  title: player.title,
  kind: player.kind,
  timeZone: player.timeZone,
  ...(player.kind === 'employee' && { jumpcloudUserId: directoryIdOf(player) }),
  ...(player.tryThis && { tryThis: player.tryThis }),
})

export const playgroundCast: CastMember[] = players.map(member)

export const importedBindings: { account: Account; user: UserId }[] = players
  .filter(({ isImported }) => isImported)
  .map((player) => ({
    account: { platform: 'playground', tenant: 'playground', user: player.user },
    user: directoryIdOf(player),
  }))
