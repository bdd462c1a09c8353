// Renders a text for one reader: ICU messages through intl-messageformat, instants in the reader's zone.
import { IntlMessageFormat } from 'intl-messageformat'
import { DateTime } from 'luxon'
import { en } from './en/index.ts'
import type { Reader, Text, TextValue, WordKey } from './text.ts'

/** Catalogues by primary language tag. A key that a language lacks is shown in English, never as a key. */
const catalogues: Record<string, Partial<Record<WordKey, string>>> = { en }

export const languages = (): string[] => Object.keys(catalogues)

export const englishReader: Reader = { language: 'en', timeZone: 'UTC' }

export function render(text: Text, reader: Reader): string {
  const language = reader.language.toLowerCase().split('-')[0] ?? 'en'
  const own = catalogues[language]?.[text.key]
  const values: Record<string, string | number | boolean> = {}
  for (const [name, value] of Object.entries(text.values ?? {})) values[name] = plain(value, reader)
  return String(
    new IntlMessageFormat(own ?? en[text.key], own ? language : 'en', undefined, { ignoreTag: true }).format(values),
  )
}

function plain(value: TextValue, reader: Reader): string | number | boolean {
  if (typeof value !== 'object') return value
  if ('at' in value) return instant(value.at, reader)
  if ('list' in value)
    return new Intl.ListFormat(reader.language, { type: 'conjunction' }).format(
      value.list.map((v) => String(plain(v, reader))),
    )
  return render(value, reader)
}

/** "Mon 23 Nov, 19:04 CET": day, time and zone, because readers sit in different ones. */
function instant(iso: string, reader: Reader): string {
  const when = DateTime.fromISO(iso, { zone: reader.timeZone }).setLocale(reader.language)
  return when.toFormat('ccc d LLL, HH:mm ZZZZ')
}

export const english = (text: Text): string => render(text, englishReader)
