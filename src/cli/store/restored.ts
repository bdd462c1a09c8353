// `store restored`: said after a copy was put back and before the start, so that nothing old goes on.
import { Command } from 'commander'
import { stopRestored } from '../../requests/restored.ts'
import { english } from '../../words/render.ts'
import { text } from '../../words/text.ts'
import { whileStopped } from './stopped.ts'

export const restoredCommand = (): Command =>
  new Command('restored').description(english(text('store.restored'))).action(async () => {
    const { ended, begun } = await whileStopped(stopRestored)
    process.stdout.write(`${english(text('store.restored-done', { ended, begun }))}\n`)
  })
