// Remembers what a list of things looked like, and marks those that changed since: what it was, and when.

export function createMarks() {
  let before
  const marks = new Map()
  const fresh = new Set()
  return {
    /**
     * Compares `values`, pairs of id and value, with the last look; `describe(before, after)` puts a change into words.
     * True when something changed; the first look finds nothing.
     */
    look(values, describe, at) {
      const now = new Map(values.map(([id, value]) => [id, JSON.stringify(value)]))
      let hasChanged = false
      for (const [id, value] of values) {
        const old = before?.get(id)
        if (old === undefined || old === now.get(id)) continue
        marks.set(id, { what: describe(JSON.parse(old), value), at })
        fresh.add(id)
        hasChanged = true
      }
      before = now
      return hasChanged
    },
    of: (id) => marks.get(id),
    /** True once for each change, to whoever draws it first. */
    takeFresh: (id) => fresh.delete(id),
  }
}
