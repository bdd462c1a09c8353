// What the adapter must still know after a restart, as ports: Teams tells once where somebody can be reached, and never again.
import type { Account, RenderedForm } from '#latchkey/adapter'

/** Where one person can be reached, as their latest activity told it. */
export interface Reference {
  account: Account
  /** Teams' id of the person for this bot alone ("29:…"). */
  member: string
  /** Looked at against the allow-list each time it is used. */
  serviceUrl: string
  /** The private conversation; undefined as long as the person was met in public only. */
  conversation: string | undefined
  /** The team or group chat in which the person can be looked up. */
  roster: string | undefined
  /** The place in public where the person spoke last. */
  metIn: string | undefined
  /** BCP 47 and IANA, as the person's client told them. */
  language: string | undefined
  timeZone: string | undefined
}

export interface Team {
  tenant: string
  id: string
  serviceUrl: string
}

export interface References {
  find(account: Account): Promise<Reference | undefined>
  /** What is undefined leaves what was known. */
  save(reference: Reference): Promise<void>
  forget(account: Account): Promise<void>
  /** The accounts behind Teams' ids of people, as far as they are known. */
  accountsOf(tenant: string, members: readonly string[]): Promise<Account[]>
  /** Notes under which address somebody was seen, so that they can be found by it; the address itself is not kept. */
  noteEmail(account: Account, email: string): Promise<void>
  findByEmail(tenant: string, email: string): Promise<Account[]>
  saveTeam(team: Team): Promise<void>
  forgetTeam(tenant: string, id: string): Promise<void>
  teams(tenant: string): Promise<Team[]>
}

/** Forms that stand open in a conversation: needed again to show an error beside a field. */
export interface OpenForms {
  save(form: RenderedForm): Promise<void>
  find(handle: string): Promise<RenderedForm | undefined>
  forget(handle: string): Promise<void>
}
