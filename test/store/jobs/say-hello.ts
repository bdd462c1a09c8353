// A job for the test of the loader.
import { z } from 'zod'
import type { Job } from '../../../src/job.ts'

const sayHello: Job<{ to: string }, { said: string[] }> = {
  payload: z.object({ to: z.string() }),
  handle: async ({ to }, { said }) => void said.push(to),
}
export default sayHello
