// The enrolment window by configuration (T-J3): a few here, a thousand in `npm run prove -- windows`.
import { expect, test } from 'vitest'
import { seedFor, sizes } from '../prove/sizes.ts'
import { checkWindows } from './windows.ts'
import { sandboxTrial } from './windows-trial.ts'

const trial = sandboxTrial()

test('no window is longer than was written, none than a day; what is no window stops the start', async () => {
  expect(await checkWindows(trial(), sizes.windows.test, seedFor('windows'))).toBeGreaterThan(0)
})
