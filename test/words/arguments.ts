// What a message needs to be told: the names of its arguments and how each is used.
import { IntlMessageFormat } from 'intl-messageformat'

export type Kind = 'plain' | 'number' | 'plural' | 'select'
type Part = ReturnType<IntlMessageFormat['getAst']>[number]

const kinds: Partial<Record<Part['type'], Kind>> = { 1: 'plain', 2: 'number', 5: 'select', 6: 'plural' }

export function argumentsOf(message: string): Map<string, Kind> {
  const found = new Map<string, Kind>()
  const walk = (parts: Part[]): void => {
    for (const part of parts) {
      const kind = kinds[part.type]
      if (kind !== undefined && 'value' in part && typeof part.value === 'string') found.set(part.value, kind)
      if ('options' in part) for (const option of Object.values(part.options)) walk(option.value)
    }
  }
  walk(new IntlMessageFormat(message, 'en', undefined, { ignoreTag: true }).getAst())
  return found
}
