// The organisation: its name, its time zone, and the e-mail domains that it owns.
import type { z } from 'zod'
import { domain, line, timeZone } from '../../organisation/fields.ts'
import { text } from '../../words/text.ts'
import { choiceStep } from '../choice-step.ts'
import { domainsOf } from '../company.ts'
import { formCheck } from '../form-check.ts'

export const organisationStep = choiceStep({
  name: 'organisation',
  title: text('setup.organisation'),
  async ask({ terminal, choices }, company) {
    const given = (name: string): string | undefined => {
      const value = choices.get(['organisation', name])
      return typeof value === 'string' && value !== '' ? value : undefined
    }
    const usualZone = Intl.DateTimeFormat().resolvedOptions().timeZone
    const ask = async (name: string, question: Parameters<typeof terminal.ask>[0], form: z.ZodType, usual?: string) =>
      choices.set(
        ['organisation', name],
        await terminal.ask(question, { initial: given(name) ?? usual, check: formCheck(form, name) }),
      )
    await ask('name', text('setup.ask-name'), line, company.name)
    await ask('timeZone', text('setup.ask-zone'), timeZone, usualZone)
    const named = choices.list(['organisation', 'domains'])
    const found = domainsOf(company).filter((one) => domain.safeParse(one).success)
    const options = [...new Set([...named, ...found])].map((value) => ({ value, label: value }))
    // Nothing is chosen beforehand: an address of a free mail provider would open the first half of the door to anybody.
    choices.setList(
      ['organisation', 'domains'],
      await terminal.pick(text('setup.ask-domains'), options, { initial: named, least: 1 }),
    )
  },
})
