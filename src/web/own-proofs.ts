// What a visitor keeps with us, as a page shows it; and who may change it: who just proved themselves as well as they can.
import { minutes } from '../clock.ts'
import { cut, quoted } from '../plain-text.ts'
import type { Method } from '../proof/methods.ts'
import { type Factor, isRested } from '../proof/read-factors.ts'
import { whyHeld } from '../requests/held.ts'
import { at, type Text, text } from '../words/text.ts'
import { type Html, html } from './html.ts'
import type { Visit } from './page.ts'

const provenLasts = minutes(10)

/**
 * By what the visitor was known on this visit. With a passkey, nothing weaker will do, or a thief of the password could
 * replace it (SP 800-63B-4, 4.1.2.1); but several factors at JumpCloud will, for whoever has lost the passkey.
 */
export function provenHere({ deps, link }: Visit, factors: readonly Factor[]): Method | undefined {
  const now = deps.clock.now()
  if (!link.proven || link.proven.at.getTime() + provenLasts <= now.getTime()) return undefined
  const [by, level] = link.proven.by.split('/')
  if (by === 'passkey') return by
  const hasPasskey = factors.some((factor) => factor.kind === 'passkey' && isRested(factor, now))
  return by === 'sign-in' && (level === 'S2' || !hasPasskey) ? by : undefined
}

/** Nothing is added for whoever is paused: a stolen device is what proves them just now. Undefined: they may. */
export async function whyNothingAdded({ deps, link }: Visit): Promise<Text | undefined> {
  for (const scope of ['house', link.person] as const)
    if (await deps.freezes.isFrozen(scope)) return whyHeld(scope === 'house' ? 'house' : 'person')
  return undefined
}

/** What of a visitor's methods may open these pages. */
export const opening = (has: readonly Method[]): Method[] => has.filter((one) => one === 'passkey' || one === 'sign-in')

const lineOf = ({ deps, say }: Visit, { kind, label, addedAt, usableFrom, lastUsedAt }: Factor): Html => {
  const facts: Text[] = [
    text('own.added', { when: at(addedAt) }),
    lastUsedAt ? text('own.used', { when: at(lastUsedAt) }) : text('own.never-used'),
    ...(usableFrom > deps.clock.now() ? [text('own.rests', { until: at(usableFrom) })] : []),
  ]
  return html`<strong>${say(text(`own.is-${kind}`, { label }))}</strong><br>
<span class="soft">${facts.map((fact) => html`${say(fact)} `)}</span>`
}

const longestName = 40

/** A name that its owner gave, as plain text; empty: none that says anything. */
export const passkeyName = (typed: unknown): string =>
  typeof typed === 'string' ? cut(quoted(typed), longestName) : ''

/** With `id` the field is read by our own script, beside whose button it stands. */
export const nameField = ({ say }: Pick<Visit, 'say'>, id: string, name = ''): Html =>
  html`<label for="${id}">${say(text('own.name'))}</label>
<input id="${id}" name="name" value="${name}" autocomplete="off" maxlength="${longestName}" placeholder="${say(text('own.name-hint'))}">`

/** `below`: what can be done with each. */
export const factorList = (
  visit: Visit,
  factors: readonly Factor[],
  below: (of: Factor) => Html = () => html``,
): Html =>
  factors.length === 0
    ? html`<p>${visit.say(text('own.none'))}</p>`
    : html`<ul class="factors">${factors.map((factor) => html`<li>${lineOf(visit, factor)}${below(factor)}</li>`)}</ul>`
