// Which groups people may ask for, and for each new one who decides, how long it is lent, and how much it opens.
import { durationMs } from '../../organisation/duration.ts'
import { duration, folded } from '../../organisation/fields.ts'
import { text } from '../../words/text.ts'
import { choiceStep } from '../choice-step.ts'
import type { Choices } from '../choices.ts'
import type { Company } from '../company.ts'
import { formCheck } from '../form-check.ts'
import { pickGroups, pickPeople } from '../pick.ts'
import type { Terminal } from '../terminal.ts'

type Approver = 'owner' | 'manager' | 'owner-or-manager'

interface Entry {
  name: string
  owners?: string[]
  ownerGroup?: string
  tier: 'ordinary' | 'privileged'
  longest: string
  usual: string
  approver: Approver
}

const first: Omit<Entry, 'name'> = { tier: 'ordinary', longest: '30d', usual: '7d', approver: 'owner' }
const [shortest, longest] = ['1h', '180d']

export const groupsStep = choiceStep({
  name: 'groups',
  title: text('setup.groups'),
  async ask({ terminal, choices }, company) {
    const named = choices.list(['groups'])
    const fit = fitGroups(company, choices)
    if (fit.length < company.groups.length)
      terminal.say(text('setup.groups-left-out', { count: company.groups.length - fit.length }))
    const picked = await pickGroups(terminal, { groups: fit }, { question: text('setup.ask-groups'), named })
    const added: Entry[] = []
    // What was answered for one group is offered for the next.
    for (const name of picked.filter((one) => !named.includes(one)))
      added.push(await askEntry(terminal, company, { ...(added.at(-1) ?? first), name }))
    choices.setGroups(
      picked.filter((one) => named.includes(one)),
      added,
    )
  },
})

/** Not those that a rule fills, nor those that give sudo, nor those by which the file itself decides. */
function fitGroups({ groups }: Company, choices: Choices) {
  const roles = ['it', 'hr', 'security', 'admin'].flatMap((role) => choices.list(['roles', role, 'groups']))
  const deciding = new Set([...roles, ...choices.list(['protected', 'groups'])].map(folded))
  return groups.filter(
    ({ name, membership, grantsSudo }) =>
      (membership === 'STATIC' || membership === 'NOTSET') && grantsSudo === false && !deciding.has(folded(name)),
  )
}

async function askEntry(terminal: Terminal, company: Company, before: Entry): Promise<Entry> {
  const { name } = before
  const approver = await terminal.choose<Approver>(
    text('setup.ask-approver', { group: name }),
    [
      { value: 'owner', label: text('setup.by-owner') },
      { value: 'manager', label: text('setup.by-manager') },
      { value: 'owner-or-manager', label: text('setup.by-either') },
    ],
    before.approver,
  )
  const owners = approver === 'manager' ? {} : await askOwners(terminal, company, before)
  const longestTime = await terminal.ask(text('setup.ask-longest', { group: name }), {
    initial: before.longest,
    check: formCheck(duration(shortest, longest), 'longest', { shortest, longest }),
  })
  const form = formCheck(duration(shortest, longest), 'usual', { shortest, longest })
  const usual = await terminal.ask(text('setup.ask-usual', { group: name }), {
    initial: durationMs(before.usual) <= durationMs(longestTime) ? before.usual : longestTime,
    check: (typed) =>
      form(typed) ??
      (durationMs(typed) > durationMs(longestTime)
        ? text('organisation.usual-above-longest', { path: 'usual' })
        : undefined),
  })
  const tier = await terminal.choose<Entry['tier']>(
    text('setup.ask-tier', { group: name }),
    [
      { value: 'ordinary', label: text('setup.ordinary') },
      { value: 'privileged', label: text('setup.privileged') },
    ],
    before.tier,
  )
  return { name, ...owners, tier, longest: longestTime, usual, approver }
}

async function askOwners(terminal: Terminal, company: Company, { name, owners = [], ownerGroup }: Entry) {
  const kind = await terminal.choose(
    text('setup.owner-kind', { group: name }),
    [
      { value: 'people', label: text('setup.owner-people') },
      { value: 'group', label: text('setup.owner-group') },
    ],
    ownerGroup === undefined ? 'people' : 'group',
  )
  if (kind === 'people') {
    const question = text('setup.ask-owners', { group: name })
    return { owners: await pickPeople(terminal, company, { question, named: owners, least: 1 }) }
  }
  const options = company.groups.filter((one) => one.name !== name).map((one) => ({ value: one.name, label: one.name }))
  return {
    ownerGroup: await terminal.choose(text('setup.ask-owner-group', { group: name }), options, ownerGroup ?? ''),
  }
}
