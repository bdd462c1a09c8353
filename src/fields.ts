// The kinds of input that skills ask for: a zod schema each, with what the forms and the slots need to know of it.
import { z } from 'zod'

/** How a field is drawn and how it is found in what people write. */
export const fieldKinds = ['requestable-group', 'days', 'reason', 'request-number', 'plain'] as const

const most = { days: 365, reason: 200, line: 200 }

export const field = {
  /** The name of a group that `latchkey.yaml` lists as requestable. */
  group: () => z.string().min(1).max(most.line).meta({ field: 'requestable-group' }),
  /** Whole days. */
  days: () => z.number().int().min(1).max(most.days).meta({ field: 'days' }),
  /** The asker's own words, shown to approvers as a quotation. */
  reason: () => z.string().trim().min(3).max(most.reason).meta({ field: 'reason' }),
  requestNumber: () =>
    z
      .string()
      .regex(/^R-\d{1,9}$/)
      .meta({ field: 'request-number' }),
  /** Anything else in one line; `label` is what people read. */
  line: (label: string) => z.string().trim().min(1).max(most.line).meta({ field: 'plain', label }),
}
