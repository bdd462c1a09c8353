// Who holds each role, and who is told of what looks like an attack: groups and people picked from the real directory.
import type { MappedRole } from '../../organisation/organisation.ts'
import { text } from '../../words/text.ts'
import { choiceStep } from '../choice-step.ts'
import { pickGroups, pickPeople } from '../pick.ts'

const mapped: readonly MappedRole[] = ['it', 'hr', 'security', 'admin']

export const rolesStep = choiceStep({
  name: 'roles',
  title: text('setup.roles'),
  async ask({ terminal, choices }, company) {
    for (const role of mapped) {
      const groups = ['roles', role, 'groups']
      const people = ['roles', role, 'people']
      const inGroups = await pickGroups(terminal, company, {
        question: text('setup.role-groups', { role }),
        named: choices.list(groups),
      })
      const byName = await pickPeople(terminal, company, {
        question: text('setup.role-people', { role }),
        named: choices.list(people),
      })
      choices.setList(groups, inGroups)
      choices.setList(people, byName)
      if (inGroups.length + byName.length === 0) terminal.say(text('setup.role-nobody', { role }))
    }
    const told = ['securityContacts']
    choices.setList(
      told,
      await pickPeople(terminal, company, { question: text('setup.contacts'), named: choices.list(told), least: 1 }),
    )
  },
})
