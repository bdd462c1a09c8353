// Whose accounts get less by self-service, and for which nobody asks for anything in chat.
import { text } from '../../words/text.ts'
import { choiceStep } from '../choice-step.ts'
import { pickAccounts, pickGroups, pickPeople } from '../pick.ts'

export const protectedStep = choiceStep({
  name: 'protected',
  title: text('setup.protected'),
  async ask({ terminal, choices }, company) {
    const asked = [
      { name: 'groups', question: text('setup.protected-groups'), pick: pickGroups },
      { name: 'people', question: text('setup.protected-people'), pick: pickPeople },
      { name: 'serviceAccounts', question: text('setup.service-accounts'), pick: pickAccounts },
      { name: 'breakGlass', question: text('setup.break-glass'), pick: pickAccounts },
    ]
    terminal.say(text('setup.protected-anyway'))
    for (const { name, question, pick } of asked) {
      const at = ['protected', name]
      choices.setList(at, await pick(terminal, company, { question, named: choices.list(at) }), { orNone: true })
    }
  },
})
