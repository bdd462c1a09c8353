// Renders a text for one reader: ICU messages through intl-messageformat, instants in the reader's zone.
import { IntlMessageFormat } from 'intl-messageformat'
import { DateTime, IANAZone } from 'luxon'
import { paragraph } from '../plain-text.ts'
import { en } from './en/index.ts'
import type { Reader, Text, TextValue, WordKey } from './text.ts'

/** Catalogues by primary language tag. A key that a language lacks is shown in English, never as a key. */
const catalogues: Record<string, Partial<Record<WordKey, string>>> = { en }

export const languages = (): string[] => Object.keys(catalogues)

const englishReader: Reader = { language: 'en', timeZone: 'UTC' }

/**
 * Never fails for its reader: a language or time zone that nobody knows is English, or UTC. `clean` is what happens to
 * words that are not ours before they stand in a sentence.
 */
export function render(text: Text, reader: Reader, clean: (words: string) => string = (words) => words): string {
  const language = reader.language.toLowerCase().split('-')[0] ?? 'en'
  const own = catalogues[language]?.[text.key]
  // A sentence that is shown in English has English dates and lists in it.
  const spoken = own === undefined ? 'en' : localeOf(reader.language, language)
  const values: Record<string, string | number | boolean> = {}
  for (const [name, value] of Object.entries(text.values ?? {})) values[name] = plain(value, { reader, spoken, clean })
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

interface Inserting {
  reader: Reader
  spoken: string
  clean(words: string): string
}

function plain(value: TextValue, how: Inserting): string | number | boolean {
  const { reader, spoken, clean } = how
  if (typeof value === 'string') return clean(value)
  if (typeof value !== 'object') return value
  if ('at' in value) return instant(value.at, reader.timeZone, spoken)
  if ('list' in value)
    return new Intl.ListFormat(spoken, { type: 'conjunction' }).format(value.list.map((v) => String(plain(v, how))))
  return render(value, reader, clean)
}

/** "Mon 23 Nov, 19:04 CET": day, time and zone, because readers sit in different ones. */
function instant(iso: string, timeZone: string, spoken: string): string {
  const zone = IANAZone.isValidZone(timeZone) ? timeZone : 'UTC'
  return DateTime.fromISO(iso, { zone }).setLocale(spoken).toFormat('ccc d LLL, HH:mm ZZZZ')
}

/** For terminals and pages of our own: what is put into a sentence moves no cursor there. */
export const english = (text: Text): string => render(text, englishReader, paragraph)
