// The door for adapters: the port that a chat platform fills, and the values that cross it in both directions.
// Platform types stop on the adapter's side. Everything that crosses is plain data, so a fake needs no SDK.
import { z } from 'zod'
import { type Account, account } from './ids.ts'
import type { Tone } from './reply.ts'

export { LatchkeyError } from './errors.ts'
export { type Account, accountKey, sameAccount } from './ids.ts'
export { cut, label, line, paragraph, quoted } from './plain-text.ts'

/** Why something that reached the platform's door was not let in. All are answered alike; each is recorded. */
export const refusals = ['bot', 'guest', 'stranger', 'foreign-tenant', 'deactivated', 'unconfirmed-email'] as const
export type Refusal = (typeof refusals)[number]

const from = {
  account,
  /** The platform's own id of this delivery: the same id twice is the same event. */
  eventId: z.string().min(1).max(300),
}

/** What came in, already authenticated by the adapter. It is stored, redacted, before it is acknowledged. */
export const incoming = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('message'), ...from, text: z.string().max(4000), mentions: z.array(account).max(20) }),
  /** The person was called in a public place: the answer goes to them in private. */
  z.object({ kind: z.literal('mention'), ...from, text: z.string().max(4000), mentions: z.array(account).max(20) }),
  z.object({ kind: z.literal('press'), ...from, handle: z.string().max(100) }),
  z.object({
    kind: z.literal('submit'),
    ...from,
    handle: z.string().max(100),
    values: z.record(z.string().max(60), z.string().max(4000)),
  }),
  /**
   * Asked by the platform's own command or from a message that was pointed at, wherever the person was: answered at once
   * with one private line, everything else goes to them in private. Without words it asks for help.
   */
  z.object({
    kind: z.literal('command'),
    ...from,
    text: z.string().max(4000),
    mentions: z.array(account).max(20),
    /** The words that were pointed at are somebody else's. They are left out: nobody asks with another's words. */
    isOfAnother: z.boolean(),
  }),
  /** The person opened the conversation for the first time, or again. */
  z.object({ kind: z.literal('opened'), ...from }),
  /** The person opened their home, where the platform has one. */
  z.object({ kind: z.literal('home'), ...from }),
  /** The platform changed something about the account; what is true now is asked live. */
  z.object({ kind: z.literal('account-changed'), ...from }),
  /** The platform lets Latchkey itself in no more. The account is the bot's own. */
  z.object({ kind: z.literal('shut-out'), ...from, why: z.enum(['revoked', 'uninstalled']) }),
  /** Authentic, but from somebody who may not use this bot; recorded, and answered with the same neutral words. */
  z.object({ kind: z.literal('refused'), ...from, why: z.enum(refusals) }),
])
export type Incoming = z.infer<typeof incoming>

/** A handle comes back when the button is pressed; an address is opened in the reader's browser, and nothing comes back. */
export type RenderedButton = { label: string; style: 'plain' | 'primary' | 'danger' } & (
  | { handle: string; url?: undefined }
  | { url: string; handle?: undefined }
)

/** A card whose texts are rendered for its reader; a handle is opaque, random, single-purpose and bound to the reader. */
export interface RenderedCard {
  tone: Tone
  title: string
  body: string[]
  facts: { label: string; value: string }[]
  quotes: { from: string; words: string }[]
  buttons: RenderedButton[]
  menu: { label: string; options: { label: string; handle: string }[] } | undefined
  footer: string | undefined
  /** Cards under this one, drawn smaller: only a home has them, two deep (a heading, and what stands under it). */
  below?: RenderedCard[]
}

export type RenderedField = {
  name: string
  label: string
  hint: string | undefined
  required: boolean
  initial: string
} & (
  | { kind: 'line' | 'lines'; maxLength: number }
  | { kind: 'number'; min: number; max: number }
  | { kind: 'choice'; options: { value: string; label: string }[] }
  | { kind: 'code'; digits: number }
)

export interface RenderedForm {
  title: string
  intro: string | undefined
  fields: RenderedField[]
  submit: string
  cancel: string
  handle: string
}

/** What the platform must show at once, in the answer to the very request that brought the incoming. */
export type AtOnce =
  | { kind: 'nothing' }
  | { kind: 'form'; form: RenderedForm }
  /** Shown inside the open form; keys are field names, values sentences. */
  | { kind: 'field-errors'; errors: Record<string, string> }
  /** One private line to whoever pressed ("somebody was faster"). */
  | { kind: 'line'; text: string }
  /** It was taken in: a passing sign of work, where the platform has one. */
  | { kind: 'working'; text: string }
  /** What the person could write: suggestions, where the platform shows any. */
  | { kind: 'prompts'; title: string; prompts: string[] }

/** Who stands behind an account, read live from the platform. */
export type Profile =
  | {
      kind: 'employee'
      displayName: string
      /** The platform's verified address; a hint for the first binding, never an identity. */
      email: string | undefined
      language: string
      timeZone: string
    }
  | { kind: 'refused'; why: Refusal }

/** Where a card goes: to one person in private, to the page that a person opens of the bot, or to a configured channel (audit). */
export type Destination =
  | { to: 'person'; account: Account }
  | { to: 'home'; account: Account }
  | { to: 'channel'; platform: string; channel: string }

/** The platform's name of one posted message: opaque to everyone but the adapter that made it. */
export const messageRef = z.string().min(1).max(1000)
export type MessageRef = z.infer<typeof messageRef>

/** What Latchkey gives to an adapter. `receive` returns only after the incoming is stored; it never calls a vendor. */
export interface Inbox {
  receive(incoming: Incoming): Promise<AtOnce>
}

/** One chat platform. An adapter that lacks a feature degrades inside itself. */
export interface Adapter {
  readonly platform: string
  start(inbox: Inbox): Promise<void>
  stop(): Promise<void>
  /** Whether the platform lets Latchkey in: false once its token is dead or while no connection stands, whatever the reason. */
  isReady(): boolean
  profile(of: Account): Promise<Profile>
  /** The account with exactly this e-mail address, if there is one; used only to invite people, never to identify them. */
  findAccount(email: string): Promise<Account | undefined>
  /**
   * Posts the card, or updates the message `replaces` in place. Where that message is gone, posts anew. To a home: puts
   * the card in the place of what was there, or does nothing where the platform has no home.
   * `key` is the same for every attempt at one delivery. Throws `unreachable` (final) or `platform-unavailable` (try again).
   */
  deliver(to: Destination, card: RenderedCard, options: { replaces?: MessageRef; key: string }): Promise<MessageRef>
}
