// Reading lists whole: what a server that does not really page, or stops early, must not get away with.
import { expect, test } from 'vitest'
import { allPages, type Page } from '../../src/jumpcloud/paging.ts'
import { idOf } from './people.ts'

const ids = (from: number, to: number): string[] => Array.from({ length: to - from + 1 }, (_, nth) => idOf(from + nth))

async function readAll(read: (skip: number) => Page<string>): Promise<string[]> {
  const whole: string[] = []
  for await (const id of allPages(
    async (skip) => read(skip),
    (id) => id,
  ))
    whole.push(id)
  return whole
}

test('a server that ignores skip is noticed, not read for ever', async () => {
  const read = readAll(() => ({ items: ids(1, 100), total: undefined }))
  await expect(read).rejects.toMatchObject({ code: 'jumpcloud-malformed' })
})

test('a list that ends before its own total is no list', async () => {
  const all = ids(1, 199)
  const read = readAll((skip) => ({ items: all.slice(skip, skip + 100), total: 530 }))
  await expect(read).rejects.toMatchObject({ code: 'jumpcloud-malformed' })
})

test('a server that gives fewer than asked for is read to its total', async () => {
  const all = ids(1, 35)
  await expect(readAll((skip) => ({ items: all.slice(skip, skip + 10), total: 35 }))).resolves.toEqual(all)
})

test('a total that is too small does not cut full pages', async () => {
  const all = ids(1, 150)
  await expect(readAll((skip) => ({ items: all.slice(skip, skip + 100), total: 100 }))).resolves.toEqual(all)
})

test('a row that moves while we read is given once', async () => {
  const moved = (skip: number) => (skip === 0 ? ids(1, 100) : ids(100, 120))
  await expect(readAll((skip) => ({ items: moved(skip), total: undefined }))).resolves.toEqual(ids(1, 120))
  await expect(readAll(() => ({ items: [...ids(1, 3), ...ids(3, 4)], total: undefined }))).resolves.toEqual(ids(1, 4))
})
