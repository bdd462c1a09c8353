// The kinds of value that latchkey.yaml holds. A schema's message is the key of the words that tell the cure.
import { IANAZone } from 'luxon'
import { z } from 'zod'
import { hours, minutes } from '../clock.ts'
import type { ConfigWord } from '../config/problems.ts'
import { english } from '../words/render.ts'
import { text } from '../words/text.ts'
import { durationMs, durationPattern } from './duration.ts'

export const word = (key: ConfigWord): ConfigWord => key

/** Puts the explanation that editors show beside a setting. */
export const about = <Schema extends z.ZodType>(key: ConfigWord, schema: Schema): Schema =>
  schema.meta({ description: english(text(key)) })

/** Names are compared as people read them: without case, and without regard to how an accent is encoded. */
export const folded = (name: string): string => name.normalize('NFC').toLowerCase()

const lineOf = (longest: number, key: ConfigWord, extra = ''): z.ZodType<string, string> =>
  z.string(key).regex(new RegExp(String.raw`^(?!\s)${extra}[^\p{Cc}\p{Zl}\p{Zp}]{1,${longest}}(?<!\s)$`, 'u'), key)

export const line = lineOf(100, word('organisation.line'))
/** A star alone is nobody's group, and would be read as everybody. */
export const groupName = lineOf(200, word('organisation.group-name'), String.raw`(?!\*+$)`)

export const email = z.email(word('organisation.email')).max(254, word('organisation.email')).toLowerCase()
export const login = z
  .string(word('organisation.login'))
  .regex(/^[\w.+'-]{1,100}(?:@[a-zA-Z0-9.-]{3,150})?$/, word('organisation.login'))
  .toLowerCase()
export const domain = z
  .string(word('organisation.domain'))
  .regex(/^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.){1,8}[a-z]{2,63}$/, word('organisation.domain'))

/** Offsets such as +01:00 are known to the engine too, but they do not follow summer time. */
export const timeZone = z
  .string(word('organisation.time-zone'))
  .refine((name) => /^[A-Za-z]/.test(name) && IANAZone.create(name).isValid, word('organisation.time-zone'))

/** Milliseconds since midnight. */
export const timeOfDay = z
  .string(word('organisation.time-of-day'))
  .regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, word('organisation.time-of-day'))
  .transform((written) => hours(Number(written.slice(0, 2))) + minutes(Number(written.slice(3))))

/** Milliseconds, within bounds that are shown as they are written here. */
export const duration = (shortest: string, longest: string) =>
  z
    .string(word('organisation.duration'))
    .regex(durationPattern, word('organisation.duration'))
    .transform(durationMs)
    .refine((ms) => ms >= durationMs(shortest) && ms <= durationMs(longest), {
      error: word('organisation.duration-bounds'),
      params: { shortest, longest },
    })

const mostEntries = 500

/** No entry twice: two spellings of one owner are not two owners. */
export const listOf = <Schema extends z.ZodType<string, string>>(entry: Schema) =>
  z
    .array(entry)
    .max(mostEntries)
    .superRefine((entries, context) => {
      const seen = new Set<string>()
      for (const [index, item] of entries.entries()) {
        const name = folded(item)
        if (seen.has(name)) context.addIssue({ code: 'custom', path: [index], message: word('organisation.duplicate') })
        seen.add(name)
      }
    })

const none = z.literal('none').transform((): string[] => [])

/** For lists that give something: an empty one gives it to nobody. */
export const nobodyOr = <Schema extends z.ZodType<string, string>>(entry: Schema) =>
  z.union([none, listOf(entry)], word('organisation.list-or-none'))

/** For lists that protect: an empty one would take protection away, so nobody must be said in words. */
export const noneOr = <Schema extends z.ZodType<string, string>>(entry: Schema) =>
  z.union([none, listOf(entry).min(1, word('organisation.empty-protection'))], word('organisation.list-or-none'))
