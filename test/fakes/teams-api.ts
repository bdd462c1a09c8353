// The fake's login, signing keys and Bot Connector: checks token, place and limits as Microsoft does, and keeps a journal.
import { randomUUID } from 'node:crypto'
import express, { type Express, type Request, type Response } from 'express'
import { assertionProblem } from './teams-assertion.ts'
import { cardProblems, isTooLarge } from './teams-cards.ts'
import {
  type FakePerson,
  type Fields,
  fields,
  list,
  type StoredMessage,
  string,
  type TeamsState,
} from './teams-state.ts'
import { keySet } from './teams-token.ts'

interface Answer {
  status: number
  body: unknown
}

const no = (status: number, code: string): Answer => ({ status, body: { error: { code, message: 'no' } } })

/** A bot may send seven messages a second into one conversation (Microsoft's documentation, "rate limits for bots"). */
const mostASecond = 7

const memberOf = (state: TeamsState, person: FakePerson): Fields => ({
  id: person.member,
  name: person.realName,
  objectId: person.id,
  aadObjectId: person.id,
  email: person.email,
  userPrincipalName: person.email,
  tenantId: person.tenant ?? state.tenant,
  userRole: 'user',
  ...person.flags,
})

/** Who is in a conversation; undefined where there is none that the bot takes part in. */
function rosterOf(state: TeamsState, conversation: string): FakePerson[] | undefined {
  const owner = state.people.find(({ name }) => state.privateConversation(name) === conversation)
  if (owner) return state.installed.has(owner.name) ? [owner] : undefined
  const [place = ''] = conversation.split(';')
  const team = state.teams.find(({ id, channels }) => id === place || channels.includes(place))
  return team && state.people.filter(({ name }) => team.people.includes(name))
}

function messageProblem(state: TeamsState, conversation: string, message: Fields): Answer | undefined {
  if (rosterOf(state, conversation) === undefined) {
    const isKnown = state.people.some(({ name }) => state.privateConversation(name) === conversation)
    return isKnown ? no(403, 'BotNotInConversationRoster') : no(404, 'ConversationNotFound')
  }
  if (isTooLarge(message)) return no(413, 'MessageSizeTooBig')
  const cards = list(message.attachments).map(fields)
  if (cards.length === 0 && string(message.text) === '') return no(400, 'BadSyntax')
  const problems = cards.flatMap((one) =>
    one.contentType === 'application/vnd.microsoft.card.adaptive' ? cardProblems(fields(one.content)) : ['no card'],
  )
  return problems.length > 0
    ? { status: 400, body: { error: { code: 'BadSyntax', message: problems.join() } } }
    : undefined
}

const isForm = (card: Fields | undefined): boolean =>
  list(card?.actions).some((action) => fields(fields(action).data).submit !== undefined)

function put(state: TeamsState, message: StoredMessage, sent: Fields): void {
  const [attachment] = list(sent.attachments).map(fields)
  message.card = attachment && fields(attachment.content)
  message.text = string(sent.text)
  message.summary = string(sent.summary)
  message.at = state.clock.now()
  message.isForm ||= isForm(message.card)
  state.changed.emit('changed')
}

function post(state: TeamsState, conversation: string, sent: Fields): Answer {
  if (sent.type === 'typing') {
    state.typing.push(conversation)
    return { status: 201, body: { id: `typing-${state.next()}` } }
  }
  const problem = messageProblem(state, conversation, sent)
  if (problem) return problem
  const since = state.clock.now().getTime() - 1000
  const recent = state.messages.filter((one) => one.conversation === conversation && one.at.getTime() > since)
  if (recent.length >= mostASecond) return no(429, 'TooManyRequests')
  const id = `17${String(state.next()).padStart(11, '0')}`
  const kept = {
    conversation,
    id,
    card: undefined,
    text: '',
    summary: '',
    at: state.clock.now(),
    edits: 0,
    isForm: false,
  }
  state.messages.push(kept)
  put(state, kept, sent)
  return { status: 201, body: { id } }
}

function update(state: TeamsState, conversation: string, id: string, sent: Fields): Answer {
  const found = state.messages.find((one) => one.conversation === conversation && one.id === id)
  if (!found) return no(404, 'ActivityNotFoundInConversation')
  const problem = messageProblem(state, conversation, sent)
  if (problem) return problem
  found.edits += 1
  put(state, found, sent)
  return { status: 200, body: { id } }
}

function open(state: TeamsState, sent: Fields): Answer {
  const person = state.findPerson(string(fields(list(sent.members)[0]).id))
  if (fields(fields(sent.channelData).tenant).id !== state.tenant) return no(400, 'BadArgument')
  if (!person || person.hasLeft) return no(404, 'UserNotFound')
  const isReachable = state.installed.has(person.name) || state.teams.some((team) => team.people.includes(person.name))
  if (!isReachable) return no(403, 'ForbiddenOperationException')
  state.installed.add(person.name)
  return { status: 201, body: { id: state.privateConversation(person.name) } }
}

function member(state: TeamsState, conversation: string, id: string): Answer {
  const roster = rosterOf(state, conversation)
  if (!roster) return no(403, 'BotNotInConversationRoster')
  const found = roster.find((person) => person.member === id && !person.hasLeft)
  return found ? { status: 200, body: memberOf(state, found) } : no(404, 'MemberNotFoundInConversation')
}

/** Two people a page, so that every team has several. */
function page(state: TeamsState, conversation: string, token: string): Answer {
  const roster = rosterOf(state, conversation)?.filter((person) => !person.hasLeft)
  if (!roster) return no(403, 'BotNotInConversationRoster')
  const start = Number(token || '0')
  const members = roster.slice(start, start + 2).map((person) => memberOf(state, person))
  return { status: 200, body: { members, ...(start + 2 < roster.length ? { continuationToken: `${start + 2}` } : {}) } }
}

function token(state: TeamsState, url: string, sent: Fields): Answer {
  const isAsked = sent.grant_type === 'client_credentials' && sent.scope === 'https://api.botframework.com/.default'
  if (!isAsked || sent.client_id !== state.appId) return { status: 400, body: { error: 'unauthorized_client' } }
  const isKnown =
    state.certificate === undefined
      ? sent.client_secret === state.password
      : assertionProblem(state.certificate, { appId: state.appId, url, sent, now: state.clock.now() }) === undefined
  if (!isKnown) return { status: 401, body: { error: 'invalid_client', error_description: 'AADSTS7000215: no' } }
  const access_token = `token-of-the-bot-${randomUUID()}`
  state.tokens.add(access_token)
  return { status: 200, body: { token_type: 'Bearer', expires_in: 3599, access_token } }
}

export function createApi(state: TeamsState): Express {
  const app = express()
  app.use(express.json({ limit: '1mb' }), express.urlencoded({ extended: false, limit: '1mb' }))

  /** Journal and faults around one call; only the connector's own ask for the bot's token. */
  const on =
    (call: string, needsToken: boolean, work: (request: Request, url: string) => Answer) =>
    async (request: Request, response: Response) => {
      const { authorization } = request.headers
      const note = (status: number) => void state.journal.push({ call, status, authorization, at: state.clock.now() })
      const fault = state.faults.find((one) => one.times > 0 && (one.call === call || one.call === '*'))
      if (fault) {
        fault.times -= 1
        note(fault.kind === 'status' ? fault.status : 0)
        if (fault.kind === 'redirect') return void response.redirect(307, fault.to)
        if (fault.kind === 'drop') return void request.socket.destroy()
        if (fault.kind === 'body') return void response.type('json').send(fault.body)
        return void response.status(fault.status).json({ error: { code: fault.code ?? 'ServiceError' } })
      }
      const isKnown = !needsToken || state.tokens.has((authorization ?? '').replace(/^Bearer /, ''))
      const url = `http://${request.headers.host}${request.path}`
      const answer = isKnown ? work(request, url) : no(401, 'Unauthorized')
      note(answer.status)
      response.status(answer.status).json(answer.body)
    }
  const of = (request: Request, name: string) => string(request.params[name])
  const place = '/:region/v3/conversations/:conversation'

  app.get(
    '/v1/.well-known/openidconfiguration',
    on('GET metadata', false, (_, url) => ({
      status: 200,
      body: { issuer: 'https://api.botframework.com', jwks_uri: new URL('/v1/.well-known/keys', url).href },
    })),
  )
  app.get(
    '/v1/.well-known/keys',
    on('GET keys', false, () => ({ status: 200, body: keySet() })),
  )
  app.post(
    `/${state.tenant}/oauth2/v2.0/token`,
    on('POST token', false, (request, url) => token(state, url, fields(request.body))),
  )
  app.post(
    '/:region/v3/conversations',
    on('POST conversations', true, (request) => open(state, fields(request.body))),
  )
  for (const path of [`${place}/activities`, `${place}/activities/:activity`])
    app.post(
      path,
      on('POST activities', true, (request) => post(state, of(request, 'conversation'), fields(request.body))),
    )
  app.put(
    `${place}/activities/:activity`,
    on('PUT activities', true, (request) =>
      update(state, of(request, 'conversation'), of(request, 'activity'), fields(request.body)),
    ),
  )
  app.get(
    `${place}/members/:member`,
    on('GET members', true, (request) => member(state, of(request, 'conversation'), of(request, 'member'))),
  )
  app.get(
    `${place}/pagedmembers`,
    on('GET pagedmembers', true, (request) =>
      page(state, of(request, 'conversation'), string(request.query.continuationToken)),
    ),
  )
  return app
}
