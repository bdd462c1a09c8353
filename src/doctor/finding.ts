// What a check finds, and what every check is given: the draft of a configuration and ways to look, never a way to act.
import type { Action } from '../action.ts'
import type { Clock } from '../clock.ts'
import type { Draft } from '../config.ts'
import type { jumpcloudHosts } from '../jumpcloud/hosts.ts'
import type { Organisation } from '../organisation/organisation.ts'
import type { Need } from '../permissions.ts'
import type { ProcessRole } from '../roles.ts'
import type { Skill } from '../skill.ts'
import type { Text } from '../words/text.ts'
import type { Connection } from './connection.ts'

/** `note`: worth knowing, nothing to do. A warning can wait; an error keeps something from working. */
type Level = 'good' | 'note' | 'warning' | 'error'

export interface Finding {
  level: Level
  what: Text
  /** What to do about it: where to click, what to set. */
  cure?: Text
  /** The permission that it is about, as its platform names it. */
  permission?: string
  /** Skills that do not work until it is cured; everything, where Latchkey does not even start or is refused everywhere. */
  stops?: readonly string[] | 'everything'
  /** Skills that work, but say less. */
  limits?: readonly string[]
}

export interface CheckDeps {
  config: Draft
  /** What is wrong with the environment and latchkey.yaml as they stand. */
  problems: readonly Text[]
  /** Undefined: latchkey.yaml cannot be used yet. */
  organisation: Organisation | undefined
  role: ProcessRole
  skills: ReadonlyMap<string, Skill>
  actions: ReadonlyMap<string, Action>
  /** Of this role, for the skills in use. */
  needs: readonly Need[]
  /** The scopes of Latchkey's Slack manifest. */
  slackScopes: readonly string[]
  /** Where Teams delivers, behind the public address. */
  teamsPath: string
  clock: Clock
  hostsOf: typeof jumpcloudHosts
  /** One connection for all checks; the first one who asks makes it. */
  jumpcloud(): Promise<Connection>
}

/** One file in `checks/` exports one function `check`. It may say less of what it needs, so that it is easily called alone. */
export type Check = (deps: CheckDeps) => Promise<Finding[]>
