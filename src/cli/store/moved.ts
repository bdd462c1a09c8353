// `store moved`: said by whoever stopped everything, took the whole store to another place, and lost nothing.
import { Command } from 'commander'
import { noteMoved } from '../../requests/restored.ts'
import { english } from '../../words/render.ts'
import { text } from '../../words/text.ts'
import { whileStopped } from './stopped.ts'

export const movedCommand = (): Command =>
  new Command('moved').description(english(text('store.moved-here'))).action(async () => {
    const isNew = await whileStopped(noteMoved)
    process.stdout.write(`${english(text(isNew ? 'store.moved-noted' : 'store.moved-not'))}\n`)
  })
