// Renders a text for one reader: ICU messages through intl-messageformat, instants in the reader's zone.
import { IntlMessageFormat } from 'intl-messageformat'
import { DateTime, IANAZone } from 'luxon'
import { en } from './en/index.ts'
import type { Reader, Text, TextValue, WordKey } from './text.ts'

/** Catalogues by primary language tag. A key that a language lacks is shown in English, never as a key. */
const catalogues: Record<string, Partial<Record<WordKey, string>>> = { en }

export const languages = (): string[] => Object.keys(catalogues)

const englishReader: Reader = { language: 'en', timeZone: 'UTC' }

/** Never fails for its reader: a language or time zone that nobody knows is English, or UTC. */
export function render(text: Text, reader: Reader): string {
  const language = reader.language.toLowerCase().split('-')[0] ?? 'en'
  const own = catalogues[language]?.[text.key]
  // A sentence that is shown in English has English dates and lists in it.
  const spoken = own === undefined ? 'en' : localeOf(reader.language, language)
  const values: Record<string, string | number | boolean> = {}
  for (const [name, value] of Object.entries(text.values ?? {})) values[name] = plain(value, reader, spoken)
  return String(
    new IntlMessageFormat(own ?? en[text.key], own ? language : 'en', undefined, { ignoreTag: true }).format(values),
  )
}

/** With its region, which knows how zones and months are called there, when the tag is a real one. */
function localeOf(tag: string, language: string): string {
  try {
    return Intl.getCanonicalLocales(tag)[0] ?? language
  } catch {
    return language
  }
}

function plain(value: TextValue, reader: Reader, spoken: string): string | number | boolean {
  if (typeof value !== 'object') return value
  if ('at' in value) return instant(value.at, reader.timeZone, spoken)
  if ('list' in value)
    return new Intl.ListFormat(spoken, { type: 'conjunction' }).format(
      value.list.map((v) => String(plain(v, reader, spoken))),
    )
  return render(value, reader)
}

/** "Mon 23 Nov, 19:04 CET": day, time and zone, because readers sit in different ones. */
function instant(iso: string, timeZone: string, spoken: string): string {
  const zone = IANAZone.isValidZone(timeZone) ? timeZone : 'UTC'
  return DateTime.fromISO(iso, { zone }).setLocale(spoken).toFormat('ccc d LLL, HH:mm ZZZZ')
}

export const english = (text: Text): string => render(text, englishReader)
