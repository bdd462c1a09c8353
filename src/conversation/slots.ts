// The door to what a text says besides what it asks for: which group, how long, why, for whom, which request.
export { findDays } from './slot-days.ts'
export { type CatalogueGroup, findGroup } from './slot-group.ts'
export { findOtherPerson } from './slot-person.ts'
export { findReason } from './slot-reason.ts'

/** The number people see on a card ("R-1042"), in capitals; undefined when none or several are named. */
export function findRequestNumber(text: string): string | undefined {
  const found = new Set(
    Array.from(text.slice(0, 1000).matchAll(/(?<![\w-])r-?(\d{1,9})(?![\w-])/gi), (match) => `R-${match[1]}`),
  )
  const [only] = found
  return found.size === 1 ? only : undefined
}
