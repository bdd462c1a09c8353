// What adding to and removing from a group share: the endpoint, and the names for the sentences.
import type { Directory, Group } from '../directory.ts'
import type { GroupId, UserId } from '../ids.ts'
import type { Endpoint } from '../jumpcloud/endpoint.ts'

export const membersEndpoint = {
  api: 'v2',
  method: 'POST',
  path: '/usergroups/{group}/members',
  scopes: ['groups'],
  // Set semantics: a repeat changes nothing more.
  repeat: 'safe-if-checked',
} satisfies Endpoint

/** A dynamic group's query overrides what we would do by hand, so a request must not pretend that it worked. */
export const membershipIsManual = (group: Group): boolean =>
  group.membership === 'STATIC' || group.membership === 'NOTSET'

export async function nameBoth(input: { user: UserId; group: GroupId }, directory: Directory) {
  const [person, group] = await Promise.all([directory.user(input.user), directory.group(input.group)])
  return { name: person.name, group: group.name }
}
