// The faults that `npm run prove -- planted` plants still name the controls of the house as they are.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { plants } from '../prove/plants.ts'

const house = join(import.meta.dirname, '../..')
const count = (file: string, part: string) => readFileSync(join(house, file), 'utf8').split(part).length - 1

test.each(plants)('$control: stands exactly once in $file', ({ file, from }) => {
  expect(count(file, from)).toBe(1)
})

test.each(plants)('$control: some test of $test is chosen by “$only”', ({ test: guard, only }) => {
  const names = readFileSync(join(house, guard), 'utf8')
  expect(only.split('|').filter((part) => !names.includes(part))).toEqual([])
})
