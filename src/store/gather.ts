// Gathers what is asked for at about the same time into one statement or transaction: many small writes share one commit.

const mostInOneRound = 100

/**
 * What comes while a round is under way waits for the next one; alone, nothing waits. `work` answers in the order of the
 * items. `isRepeatable`: a round that failed is done again item by item, so that one that cannot be written takes no
 * other with it; only for what may be done twice, since a failed round may have been committed all the same.
 */
export function gathered<Item, Result>(
  work: (items: Item[]) => Promise<Result[]>,
  { isRepeatable }: { isRepeatable: boolean },
): (item: Item) => Promise<Result> {
  let waiting: { item: Item; settle: (done: Promise<Result>) => void }[] = []
  let isWorking = false

  async function goOn(): Promise<void> {
    isWorking = true
    while (waiting.length > 0) {
      const round = waiting.slice(0, mostInOneRound)
      waiting = waiting.slice(mostInOneRound)
      await takeRound(round)
    }
    isWorking = false
  }

  async function takeRound(round: typeof waiting): Promise<void> {
    try {
      const results = await work(round.map(({ item }) => item))
      round.forEach(({ settle }, n) => {
        settle(
          n < results.length
            ? Promise.resolve(results[n] as Result)
            : Promise.reject(new RangeError('a result is missing')),
        )
      })
    } catch (error) {
      if (isRepeatable && round.length > 1) for (const one of round) await takeRound([one])
      else for (const { settle } of round) settle(Promise.reject(error))
    }
  }

  return (item) =>
    new Promise<Result>((resolve, reject) => {
      waiting.push({ item, settle: (done) => void done.then(resolve, reject) })
      if (!isWorking) void goOn()
    })
}
