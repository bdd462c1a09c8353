// Asks for a skill: completes its input, lets it propose, lets policy decide, and shows the plan for confirmation.
import { LatchkeyError } from '../errors.ts'
import { requestId, type UserId } from '../ids.ts'
import { refreshCard, say, sayToSecurity } from '../outbox/notices.ts'
import { hasRole } from '../people/relations.ts'
import { securityAccounts } from '../people/security.ts'
import type { Button, Card } from '../reply.ts'
import { createRequest, draft } from '../requests/create.ts'
import { canBeAnnounced } from '../requests/credential-notices.ts'
import { type PlanInputs, propose, skillOf } from '../requests/derive.ts'
import { menuOf } from '../requests/menu.ts'
import { tooManyCards } from '../requests/too-many-cards.ts'
import { type Proposal, titleOf } from '../skill.ts'
import type { Tx } from '../store/store.ts'
import { type Text, text } from '../words/text.ts'
import { problemsWith, shapesOf } from './form.ts'
import { freezeAsker } from './freeze-asker.ts'
import { handOver } from './hand-over.ts'
import { tell } from './message.ts'
import type { Effects, Turn } from './turn.ts'

export interface AskedFor {
  skillName: string
  input: Record<string, unknown>
  subject: UserId | undefined
  /** Values that may be meant for one field: offered as buttons. */
  choices?: { field: string; values: string[] } | undefined
  /** The same ask twice makes one request. */
  sourceKey: string
}

export async function askFor(turn: Turn, asked: AskedFor): Promise<Effects> {
  const skill = skillOf(turn, asked.skillName)
  if (turn.organisation.skills[asked.skillName]?.enabled === false) return tell(turn, refusal(text('policy.skill-off')))
  const problems = problemsWith(skill, turn.organisation, asked.input)
  if (asked.choices) return tell(turn, pickOne(asked, asked.choices))
  if (Object.keys(problems).length > 0) return tell(turn, fillIn(turn, asked, problems))
  if (turn.identity.kind === 'unknown') return unknownPerson(turn, asked, turn.identity.why)
  const inputs: PlanInputs = {
    skillName: asked.skillName,
    requester: turn.identity.user,
    subject: asked.subject ?? turn.identity.user,
    account: turn.came.account,
    // What the skill does not know is not carried on, wherever it came from.
    input: skill.input.parse(asked.input),
    bindsFirst: turn.identity.kind === 'candidate',
  }
  return proposed(turn, inputs, asked)
}

async function proposed(turn: Turn, inputs: PlanInputs, asked: AskedFor): Promise<Effects> {
  // Somebody else's matter is looked at only for who may act in it: otherwise answers would tell what policy hides.
  if (inputs.subject !== inputs.requester && !(await mayAskAbout(turn, inputs)))
    return tell(turn, refusal(text('others.not-yours')))
  const proposal = await propose(turn, inputs)
  if (proposal.kind === 'hand-over') return handOver(turn, proposal.why)
  if (!proposal.atOnce) return answered(turn, inputs, asked, proposal)
  if (await hasOnlyTheAddress(turn, inputs)) return handOver(turn, text('lost.not-connected'))
  // What is lost is stopped first, whatever policy says to the rest.
  const stops = await freezeAsker(turn, inputs.requester, proposal.atOnce)
  const rest = await answered(turn, inputs, asked, proposal).catch((error) => {
    if (error instanceof LatchkeyError) return tell(turn, refusal(error.text))
    throw error
  })
  return async (tx) => {
    await stops(tx)
    await rest(tx)
  }
}

/** Of somebody who is connected elsewhere: whoever gives themselves an address must not stop the person behind it. */
const hasOnlyTheAddress = async (turn: Turn, { requester }: PlanInputs): Promise<boolean> =>
  turn.identity.kind === 'candidate' && (await turn.bindings.accountsOf(requester)).length > 0

async function answered(
  turn: Turn,
  inputs: PlanInputs,
  asked: AskedFor,
  proposal: Exclude<Proposal, { kind: 'hand-over' }>,
): Promise<Effects> {
  if (proposal.kind === 'answer') {
    // What the directory says is told to people, not to chat accounts; help is told to everyone.
    const isPersonal = turn.identity.kind === 'candidate' && !skillOf(turn, asked.skillName).isPublic
    return tell(turn, isPersonal ? connectFirst : proposal.card)
  }
  if (!canBeAnnounced(turn, proposal.steps))
    return refusedByPolicy(turn, inputs, { refused: text('policy.nobody-to-warn') })
  const made = await draft(
    turn,
    inputs,
    proposal.steps,
    turn.identity.kind === 'bound' ? turn.identity.since : undefined,
  )
  if ('refused' in made) return refusedByPolicy(turn, inputs, made)
  return async (tx) => {
    const known = () =>
      tx.db.selectFrom('request').select('id').where('source_key', '=', asked.sourceKey).executeTakeFirst()
    const tooMany = (await known()) ? undefined : await tooManyCards(tx, turn, made)
    if (tooMany) return noteRefusal(tx, turn, inputs, tooMany)
    if (await createRequest(tx, turn, made, asked.sourceKey)) return
    const before = await known()
    if (before) await refreshCard(tx, turn, inputs.account, requestId.parse(before.id), 'requester', inputs.requester)
  }
}

async function mayAskAbout(turn: Turn, inputs: PlanInputs): Promise<boolean> {
  if (turn.identity.kind !== 'bound') return false
  const matter = { subject: inputs.subject, groups: [] }
  for (const role of skillOf(turn, inputs.skillName).policy.who)
    if (role !== 'self' && (await hasRole(turn, inputs.requester, role, matter))) return true
  return false
}

async function refusedByPolicy(
  turn: Turn,
  inputs: PlanInputs,
  { refused: why, isAlarming }: { refused: Text; isAlarming?: true },
): Promise<Effects> {
  const contacts = isAlarming ? await securityAccounts(turn) : []
  const { name } = await turn.directory.user(inputs.subject)
  return async (tx) => {
    await noteRefusal(tx, turn, inputs, why)
    if (isAlarming)
      await sayToSecurity(tx, turn, contacts, { tone: 'bad', title: text('audit.too-many-about', { name }) })
  }
}

async function noteRefusal(tx: Tx, turn: Turn, { requester, subject, skillName }: PlanInputs, why: Text) {
  await say(tx, turn, turn.came.account, refusal(why))
  await turn.ledger.append(tx, {
    actor: requester,
    event: 'request.refused',
    about: subject,
    body: { skill: skillName, why: why.key },
  })
}

const person: Button = { label: text('button.talk-to-human'), intent: { do: 'ask', skill: 'talk-to-human', input: {} } }

export const refusal = (why: Text): Card => ({
  tone: 'bad',
  title: text('turn.cannot'),
  body: [why],
  buttons: [person],
})

export const connectFirst: Card = {
  tone: 'plain',
  title: text('people.connect-first'),
  body: [text('people.connect-how')],
  buttons: [
    { label: text('button.connect'), intent: { do: 'ask', skill: 'connect-account', input: {} }, style: 'primary' },
    person,
  ],
}

/** Help and a human are there for everybody whom the platform calls an employee, whoever they turn out to be. */
export async function unknownPerson(turn: Turn, asked: Pick<AskedFor, 'skillName'>, why: Text): Promise<Effects> {
  if (asked.skillName === 'talk-to-human') return handOver(turn, why)
  if (skillOf(turn, asked.skillName).isPublic)
    return tell(turn, {
      tone: 'plain',
      title: text('turn.what-do-you-need'),
      body: [text('turn.welcome-how')],
      menu: menuOf(turn),
    })
  return async (tx) => {
    await say(tx, turn, turn.came.account, {
      tone: 'bad',
      title: text('people.unknown'),
      body: [why, text('people.unknown-next')],
      buttons: [person],
    })
    await turn.ledger.append(tx, {
      actor: 'system',
      event: 'request.refused',
      body: { skill: asked.skillName, why: why.key },
    })
  }
}

function fillIn(turn: Turn, asked: AskedFor, problems: Record<string, Text>): Card {
  const skill = skillOf(turn, asked.skillName)
  const said = Object.entries(problems).filter(([name]) => asked.input[name] !== undefined)
  // Said whatever group was meant: whether there is another one, listed or not, is nobody's to learn here.
  const isGroupOpen = shapesOf(skill).some(({ name, field }) => field === 'requestable-group' && problems[name])
  return {
    tone: 'plain',
    title: text('turn.need-more', { title: titleOf(skill) }),
    body: isGroupOpen ? [text('turn.only-listed-groups')] : said.map(([, why]) => why),
    buttons: [{ label: text('button.fill-in'), intent: intentOf('fill', asked, asked.input), style: 'primary' }],
  }
}

function pickOne(asked: AskedFor, { field, values }: NonNullable<AskedFor['choices']>): Card {
  return {
    tone: 'plain',
    title: text('turn.which-one'),
    buttons: values.slice(0, 3).map((value) => ({
      label: text('plain', { words: value }),
      intent: intentOf('ask', asked, { ...asked.input, [field]: value }),
    })),
  }
}

const intentOf = (what: 'ask' | 'fill', { skillName, subject }: AskedFor, input: Record<string, unknown>) => ({
  do: what,
  skill: skillName,
  input,
  ...(subject === undefined ? {} : { subject }),
})
