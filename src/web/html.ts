// HTML by template: whatever is put in is escaped, unless it was itself made here. The only place that escapes.

const made = Symbol('html')
export interface Html {
  readonly [made]: string
}

type Part = string | number | Html | readonly Html[] | undefined | false

const signs: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => signs[sign] ?? '')

function shown(part: Part): string {
  if (part === undefined || part === false) return ''
  if (typeof part === 'string') return escaped(part)
  if (typeof part === 'number') return String(part)
  return 'length' in part ? part.map((one) => one[made]).join('') : part[made]
}

/** Values may stand between tags and inside quoted attributes, nowhere else. */
export const html = (parts: TemplateStringsArray, ...values: Part[]): Html => ({
  [made]: parts.map((part, place) => part + shown(values[place])).join(''),
})

export const markup = (of: Html): string => of[made]
