// Reads a whole list page by page, and notices when JumpCloud does not really page or stops too early.
import { malformed } from './translate.ts'

export interface Page<T> {
  items: T[]
  /** What JumpCloud says the whole list has; undefined when it does not say. */
  total: number | undefined
}

/** The most that v1 and v2 accept; the default of 10 would silently cut every list. */
export const pageSize = 100

/**
 * Yields each item once. A row that moved to the next page while we read is not given twice.
 * Throws `jumpcloud-malformed` for a page that repeats, and for a list that ends before its own total:
 * a member that was silently left out would be a wrong "no".
 */
export async function* allPages<T>(
  read: (skip: number) => Promise<Page<T>>,
  idOf: (item: T) => string,
): AsyncGenerator<T> {
  const seen = new Set<string>()
  let skip = 0
  for (;;) {
    const { items, total } = await read(skip)
    const fresh = items.filter((item) => !seen.has(idOf(item)))
    if (items.length > 0 && fresh.length === 0) throw malformed('a page repeats')
    for (const item of fresh) {
      // The same row twice within one page is one row.
      if (seen.has(idOf(item))) continue
      seen.add(idOf(item))
      yield item
    }
    skip += items.length
    const isWhole = total === undefined || skip >= total
    if (items.length < pageSize && isWhole) return
    if (items.length === 0) throw malformed('a list ends early')
  }
}
