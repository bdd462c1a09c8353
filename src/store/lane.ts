// The order of transactions on a database with one connection: what a platform waits for goes first, though never twice
// in a row while others wait.

export type Lane = <T>(goesFirst: boolean, work: () => Promise<T>) => Promise<T>

export function createLane(): Lane {
  const first: (() => void)[] = []
  const others: (() => void)[] = []
  let isBusy = false
  let wasFirst = false

  function goOn(): void {
    const line = first.length === 0 || (wasFirst && others.length > 0) ? others : first
    const begin = line.shift()
    wasFirst = line === first
    if (begin) begin()
    else isBusy = false
  }

  return async (goesFirst, work) => {
    if (isBusy) await new Promise<void>((begin) => (goesFirst ? first : others).push(begin))
    isBusy = true
    try {
      return await work()
    } finally {
      goOn()
    }
  }
}
