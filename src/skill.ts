// A skill: one thing a person can ask for. It reads and proposes; it never acts.
import type { z } from 'zod'
import type { Directory } from './directory.ts'
import type { Account, RequestId, UserId } from './ids.ts'
import type { Organisation } from './organisation/organisation.ts'
import type { Step } from './plan.ts'
import type { Policy } from './policy/policy.ts'
import type { Card } from './reply.ts'
import { type Text, type TextValue, text, type WordKey } from './words/text.ts'

/** A request as its own requester may see it. */
export interface RequestSummary {
  id: RequestId
  number: number
  skill: string
  input: Record<string, unknown>
  state: string
  title: Text
  askedAt: Date
  expiresAt: Date
  endsAt: Date | undefined
  /** True while the requester can still cancel it. */
  isOpen: boolean
}

/** Something that the asker keeps with Latchkey to prove who they are. */
export interface ProofSummary {
  kind: 'passkey' | 'recovery-codes' | 'personal-mail'
  label: string
  addedAt: Date
  /** From when on it counts. */
  usableFrom: Date
  lastUsedAt: Date | undefined
}

/** What a skill may read: events only where its `uses` says so. */
export interface Ask<Input, Used extends string = 'events'> {
  me: UserId
  /** The chat account that asks. */
  account: Account
  /** Whom it is about: the asker, unless the skill is for others too and somebody was named. */
  subject: UserId
  input: Input
  directory: 'events' extends Used ? Directory : Omit<Directory, 'events'>
  organisation: Organisation
  /** Whether people can be sent to pages of Latchkey's own. */
  hasPages: boolean
  /** The asker's own requests, newest first. */
  requests: { mine(): Promise<RequestSummary[]> }
  /** What the asker keeps here to prove who they are; `off`: why there are no pages for it. */
  proofs: { mine(): Promise<ProofSummary[]>; off: Text | undefined }
  /** What this installation offers, for help. */
  skills: { name: string; title: Text }[]
  now: Date
}

/** Done in the moment it is asked, before anything is confirmed: it takes away, gives nothing, and tells who must know. */
export interface AtOnce {
  freeze: 'the-asker'
  /** For security and IT. */
  tell: readonly Text[]
}

export type Proposal<Used extends string = string> =
  | { kind: 'plan'; steps: [Step<Used>, ...Step<Used>[]]; atOnce?: AtOnce }
  | { kind: 'answer'; card: Card; atOnce?: AtOnce }
  | { kind: 'hand-over'; why: Text }

export interface SkillDefinition<Schema extends z.ZodObject, Used extends string> {
  title: string
  /** At least five; each must route to this skill. */
  examples: readonly [string, string, string, string, string, ...string[]]
  input: Schema
  policy: Policy
  /**
   * What it needs of JumpCloud besides reading people and groups: the actions of its plans, the ones that end what
   * they lend, and `events`. Permissions are asked for and missed by this; a plan with anything else is refused.
   */
  uses?: readonly Used[]
  /** Raised whenever the same input would give another plan; open requests are then asked again. */
  version?: number
  /** `anyone`: may be asked about another person, within `policy.who`. */
  about?: 'self' | 'anyone'
  /** True: its answer holds nothing about anybody, so an unproven chat account may read it. */
  isPublic?: boolean
  /** True: it stops something, so it is heard however much its asker, or whoever sits at their chat, has asked before. */
  stops?: boolean
  /** A number that an approver may lower: fewer days, say. Smaller is proven to be narrower. */
  narrow?: { field: string; to: readonly number[]; label: WordKey }
  /** What the schema alone cannot know (a group's longest duration). Keys are fields. Needs no I/O. */
  check?(input: z.infer<Schema>, organisation: Organisation): Record<string, Text>
  plan(ask: Ask<z.infer<Schema>, NoInfer<Used>>): Promise<Proposal<NoInfer<Used>>>
}

export interface Skill {
  readonly title: string
  readonly examples: readonly string[]
  readonly input: z.ZodObject
  readonly policy: Policy
  readonly uses: readonly string[]
  readonly version: number
  readonly about: 'self' | 'anyone'
  readonly isPublic: boolean
  readonly stops: boolean
  readonly narrow: { field: string; to: readonly number[]; label: WordKey } | undefined
  check(input: unknown, organisation: Organisation): Record<string, Text>
  plan(ask: Ask<unknown>): Promise<Proposal>
}

/** Registers nothing: the file's default export is the skill, its file name the name. */
export function skill<Schema extends z.ZodObject, Used extends string = never>(
  definition: SkillDefinition<Schema, Used>,
): Skill {
  return {
    title: definition.title,
    examples: definition.examples,
    input: definition.input,
    policy: definition.policy,
    uses: definition.uses ?? [],
    version: definition.version ?? 1,
    about: definition.about ?? 'self',
    isPublic: definition.isPublic ?? false,
    stops: definition.stops ?? false,
    narrow: definition.narrow,
    check: (input, organisation) => definition.check?.(definition.input.parse(input), organisation) ?? {},
    plan: (ask) => definition.plan({ ...ask, input: definition.input.parse(ask.input) }),
  }
}

export const plan = <Used extends string>(
  steps: [Step<Used>, ...Step<Used>[]],
): Extract<Proposal<Used>, { kind: 'plan' }> => ({
  kind: 'plan',
  steps,
})

export const atOnce = <Used extends string>(
  first: AtOnce,
  then: Exclude<Proposal<Used>, { kind: 'hand-over' }>,
): Proposal<Used> => ({ ...then, atOnce: first })

/** What people call a skill. */
export const titleOf = (of: { title: string }): Text => text('skill.title', { title: of.title })

/** A read-only skill's card, or the shortest one: a title by its key. */
export const answer = (
  said: Card | WordKey,
  values?: Record<string, TextValue>,
): Extract<Proposal<never>, { kind: 'answer' }> => ({
  kind: 'answer',
  card: typeof said === 'string' ? { tone: 'plain', title: text(said, values) } : said,
})

export const handOver = (why: Text): Proposal<never> => ({ kind: 'hand-over', why })

/** Time-bound: the gate takes this step back so long after it was done. */
export const lasting = <Used extends string>(step: Step<Used>, days: number): Step<Used> => ({
  ...step,
  lastsSeconds: Math.round(days * 86_400),
})
