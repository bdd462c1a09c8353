// Whether what was typed has the form that latchkey.yaml wants, in the words that the start would use.
import type { z } from 'zod'
import type { ConfigWord } from '../config/problems.ts'
import { text } from '../words/text.ts'
import type { Checking } from './terminal.ts'

export const formCheck =
  (form: z.ZodType, path: string, values: Record<string, string> = {}): Checking =>
  (typed) => {
    const issue = form.safeParse(typed).error?.issues[0]
    return issue && text(issue.message as ConfigWord, { path, ...values })
  }
