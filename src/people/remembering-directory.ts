// A directory that asks JumpCloud once for each fact: for the length of one turn or one claim, never longer.
import type { Directory } from '../directory.ts'
import type { UserId } from '../ids.ts'

/** Facts older than the turn are no facts, so make a new one for every turn. */
export function rememberingDirectory(directory: Directory): Directory {
  const known = new Map<string, Promise<unknown>>()
  function once<T>(key: string, read: () => Promise<T>): Promise<T> {
    const before = known.get(key)
    if (before) return before as Promise<T>
    const now = read()
    known.set(key, now)
    // A failed read may be tried again.
    now.catch(() => known.delete(key))
    return now
  }
  const groupIds = (user: UserId) => once(`group-ids/${user}`, () => directory.groupIds(user))
  return {
    ...directory,
    user: (id) => once(`user/${id}`, () => directory.user(id)),
    findUser: (by) => once(`find-user/${JSON.stringify(by)}`, () => directory.findUser(by)),
    manager: (of) => once(`manager/${of}`, () => directory.manager(of)),
    group: (id) => once(`group/${id}`, () => directory.group(id)),
    findGroup: (name) => once(`find-group/${name}`, () => directory.findGroup(name)),
    findGroupId: (name) => once(`find-group-id/${name}`, () => directory.findGroupId(name)),
    groupIds,
    isMember: async (user, group) => (await groupIds(user)).includes(group),
    memberOf: (user) => once(`member-of/${user}`, () => directory.memberOf(user)),
  }
}
