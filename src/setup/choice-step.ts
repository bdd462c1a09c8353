// A step about latchkey.yaml: asked with the real directory at hand, checked as the start would, looked up, then written.
import type { Finding } from '../doctor/finding.ts'
import { hasCode } from '../errors.ts'
import type { Organisation } from '../organisation/organisation.ts'
import { text } from '../words/text.ts'
import type { Company } from './company.ts'
import { settle } from './settle.ts'
import type { Step, Wizard } from './wizard.ts'

interface ChoiceStep extends Pick<Step, 'name' | 'title'> {
  ask(wizard: Wizard, company: Company): Promise<void>
}

export const choiceStep = ({ name, title, ask }: ChoiceStep): Step => ({
  name,
  title,
  isDone: ({ choices }) => choices.isThere(),
  async run(wizard) {
    const { choices, terminal } = wizard
    if (choices.isThere() && read(wizard) === 'wrong') {
      terminal.say(text('setup.mend-choices', { step: name }))
      return
    }
    const company = await wizard.company()
    if (!company) return
    await settle(wizard, {
      ask: () => untilRight(wizard, () => ask(wizard, company)),
      async look(): Promise<readonly Finding[]> {
        const organisation = read(wizard)
        return typeof organisation === 'object' ? wizard.look(['organisation'], organisation) : []
      },
    })
    // A new file is written when its last question is answered.
    if (typeof read(wizard) !== 'object') return
    if (!choices.isThere()) terminal.say(text('setup.rest-of-file'))
    await choices.save()
  },
})

/** What the sections ask of one another is told by the same words as at the start. */
async function untilRight(wizard: Wizard, ask: () => Promise<void>): Promise<void> {
  do await ask()
  while (read(wizard) === 'wrong')
}

function read({ choices, terminal }: Wizard): Organisation | undefined | 'wrong' {
  try {
    return choices.organisation()
  } catch (error) {
    if (!hasCode(error, 'config-invalid')) throw error
    terminal.show(error.message.split('\n'))
    return 'wrong'
  }
}
