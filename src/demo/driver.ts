// What a script can do in a chat, whichever platform carries it: the demo and the end-to-end tests speak only this.

/** A card as its reader sees it. */
export interface SeenMessage {
  id: string
  title: string
  body: string[]
  facts: { label: string; value: string }[]
  quotes: { from: string; words: string }[]
  /** The labels of its buttons. */
  buttons: string[]
  footer: string | undefined
  /** When it was posted or last updated, as the platform tells it. */
  at: string
}

/** A form that opened at once. */
export interface SeenForm {
  title: string
  fields: { name: string; label: string }[]
}

export interface ChatDriver {
  say(user: string, text: string): Promise<void>
  /** Presses the newest visible button with this label in the person's conversation, once there is one. */
  press(user: string, label: string): Promise<{ form?: SeenForm; line?: string }>
  /** Where the newest button with this label leads, once there is one: to a page, which people open in a browser. */
  link(user: string, label: string): Promise<string>
  /** Picks an option of the newest menu that has it. */
  choose(user: string, option: string): Promise<{ form?: SeenForm; line?: string }>
  /** Fills and sends the form that the person has open; values by field name. */
  submit(user: string, values: Record<string, string>): Promise<{ errors?: Record<string, string>; line?: string }>
  /** Every card of the person's conversation, oldest first. */
  messages(user: string): Promise<SeenMessage[]>
  /** The newest card whose text matches, as soon as there is one; throws at the deadline and tells what is to be seen. */
  waitFor(user: string, match: RegExp, options?: { timeoutMs?: number }): Promise<SeenMessage>
}
