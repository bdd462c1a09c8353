// One transaction after the other: what goes first overtakes, and keeps nobody waiting for ever.
import { expect, test } from 'vitest'
import { createLane } from '../../src/store/lane.ts'

/** Asks for everything while something else is under way, and says in which order it was done. */
async function order(asked: readonly (readonly [name: string, goesFirst: boolean])[]): Promise<string> {
  const lane = createLane()
  const done: string[] = []
  let end = (): void => {}
  const running = lane(false, () => new Promise<void>((resolve) => (end = resolve)))
  const rest = asked.map(([name, goesFirst]) => lane(goesFirst, async () => void done.push(name)))
  end()
  await Promise.all([running, ...rest])
  return done.join('')
}

test('who goes first overtakes whoever waits, and not the one that has begun', async () => {
  expect(
    await order([
      ['a', false],
      ['b', false],
      ['!', true],
    ]),
  ).toBe('!ab')
  expect(
    await order([
      ['a', false],
      ['b', false],
    ]),
  ).toBe('ab')
})

test('however many go first, every second one is another', async () => {
  const first = ['1', '2', '3', '4'].map((name) => [name, true] as const)
  expect(await order([...first, ['a', false], ['b', false]])).toBe('1a2b34')
})

test('one that fails lets the next one begin, one at a time', async () => {
  const lane = createLane()
  let underWay = 0
  const work = async () => {
    underWay += 1
    expect(underWay).toBe(1)
    await Promise.resolve()
    underWay -= 1
    throw new Error('no')
  }
  const results = await Promise.allSettled([lane(false, work), lane(true, work), lane(false, work)])
  expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected'])
  expect(await lane(false, async () => 'free')).toBe('free')
})
