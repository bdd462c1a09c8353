// The fake's Web API: checks token, fields and limits as Slack does, keeps a journal and can be told to fail.
import { setTimeout as wait } from 'node:timers/promises'
import express, { type Express } from 'express'
import { homeProblems, messageProblems, viewProblems } from './slack-blocks.ts'
import { type FakePerson, type Fields, fields, list, type SlackState, string } from './slack-state.ts'

type Answer = { ok: true; [field: string]: unknown } | { ok: false; error: string; [field: string]: unknown }
type Method = (state: SlackState, args: Fields) => Answer

const no = (error: string, messages: string[] = []): Answer => ({
  ok: false,
  error,
  ...(messages.length > 0 ? { response_metadata: { messages } } : {}),
})

const userObject = (state: SlackState, person: FakePerson): Fields => ({
  id: person.id,
  team_id: person.team ?? state.team,
  name: person.name,
  real_name: person.realName,
  deleted: false,
  tz: person.timeZone ?? 'Europe/Berlin',
  locale: person.locale ?? 'en-US',
  profile: { real_name: person.realName, display_name: '', email: person.email, team: person.team ?? state.team },
  is_admin: false,
  is_restricted: false,
  is_ultra_restricted: false,
  is_bot: person.bot !== undefined,
  is_app_user: false,
  is_email_confirmed: true,
  ...person.flags,
})

/** Who may see a conversation; undefined where there is none. */
function channelProblem(state: SlackState, channel: string): string | undefined {
  if (state.people.some((person) => state.directConversation(person.id) === channel)) return undefined
  const found = state.channels.find((one) => one.id === channel)
  if (!found) return 'channel_not_found'
  return found.hasBot === false ? 'not_in_channel' : undefined
}

function messageProblem(args: Fields): Answer | undefined {
  const text = string(args.text)
  if (text === '' && list(args.blocks).length === 0) return no('no_text')
  if (text.length > 40_000) return no('msg_too_long')
  const problems = args.blocks === undefined ? [] : messageProblems(args.blocks)
  if (problems.length > 0) return no('invalid_blocks', problems)
  const metadata = fields(args.metadata)
  if (args.metadata !== undefined && (!string(metadata.event_type) || typeof metadata.event_payload !== 'object'))
    return no('invalid_metadata_format')
  return undefined
}

const methods: Record<string, Method> = {
  'auth.test': (state) => ({
    ok: true,
    url: 'https://northwind.slack.example/',
    team: 'Northwind',
    user: 'latchkey',
    team_id: state.team,
    user_id: state.botUser,
    bot_id: state.bot,
    ...(state.enterprise ? { enterprise_id: state.enterprise } : {}),
    is_enterprise_install: false,
  }),
  'bots.info': (state, { bot }) =>
    bot === state.bot
      ? {
          ok: true,
          bot: { id: state.bot, app_id: state.appId, user_id: state.botUser, deleted: false, name: 'Latchkey' },
        }
      : no('bot_not_found'),
  'team.info': (state) => ({ ok: true, team: { id: state.team, name: 'Northwind', domain: 'northwind' } }),
  'users.info': (state, { user }) => {
    const person = state.people.find((one) => one.id === user)
    return person ? { ok: true, user: userObject(state, person) } : no('user_not_found')
  },
  'users.lookupByEmail': (state, { email }) => {
    const person = state.people.find((one) => one.email?.toLowerCase() === string(email).toLowerCase())
    return person ? { ok: true, user: userObject(state, person) } : no('users_not_found')
  },
  'conversations.open': (state, { users }) => {
    const person = state.people.find((one) => one.id === users)
    if (!person) return no('user_not_found')
    if (person.bot) return no('cannot_dm_bot')
    if (person.flags?.deleted) return no('user_disabled')
    return { ok: true, channel: { id: state.directConversation(person.id) } }
  },
  'chat.postMessage': (state, args) => {
    const channel = string(args.channel)
    const problem = channelProblem(state, channel)
    const bad = problem ? no(problem) : messageProblem(args)
    if (bad) return bad
    const ts = state.timestamp()
    const blocks = list(args.blocks).map(fields)
    const { metadata } = args
    state.messages.push({ channel, ts, user: state.botUser, text: string(args.text), blocks, metadata, edits: 0 })
    state.changed.emit('changed')
    return { ok: true, channel, ts }
  },
  'chat.update': (state, args) => {
    const found = state.messages.find((message) => message.channel === args.channel && message.ts === args.ts)
    if (!found) return no(channelProblem(state, string(args.channel)) ?? 'message_not_found')
    if (found.user !== state.botUser) return no('cant_update_message')
    const bad = messageProblem(args)
    if (bad) return bad
    found.text = string(args.text)
    found.blocks = list(args.blocks).map(fields)
    found.edits += 1
    state.changed.emit('changed')
    return { ok: true, channel: found.channel, ts: found.ts }
  },
  'chat.postEphemeral': (state, args) => {
    const channel = string(args.channel)
    const problem = channelProblem(state, channel)
    if (problem) return no(problem)
    if (channel.startsWith('D') && channel !== state.directConversation(string(args.user)))
      return no('user_not_in_channel')
    const bad = messageProblem(args)
    if (bad) return bad
    state.lines.push({ channel, user: string(args.user), text: shownLine(args) })
    state.changed.emit('changed')
    return { ok: true, message_ts: state.timestamp() }
  },
  'views.publish': (state, args) => {
    const person = state.people.find((one) => one.id === args.user_id)
    if (!person) return no('user_not_found')
    if (person.bot || person.team) return no('not_enabled')
    const view = fields(args.view)
    const problems = homeProblems(view)
    if (problems.length > 0) return no('invalid_arguments', problems)
    const before = state.homes.get(person.id)
    const id = before?.id ?? `V${state.next()}`
    state.homes.set(person.id, { id, hash: crypto.randomUUID(), view, updates: (before?.updates ?? 0) + 1 })
    state.changed.emit('changed')
    return { ok: true, view: { id, ...view } }
  },
  'assistant.threads.setSuggestedPrompts': (state, args) => {
    if (!state.hasAgentView) return no('missing_scope')
    const prompts = list(args.prompts).map(fields)
    const isWhole = prompts.every((prompt) => string(prompt.title) !== '' && string(prompt.message) !== '')
    // With a thread Slack answers as if it had done it, and shows nothing.
    if (prompts.length === 0 || prompts.length > 4 || !isWhole) return no('invalid_arguments')
    if (args.thread_ts === undefined) state.prompts.set(string(args.channel_id), args)
    return { ok: true }
  },
  'assistant.threads.setStatus': (state, args) => {
    if (!state.hasAgentView) return no('missing_scope')
    const isThere = state.messages.some((one) => one.channel === args.channel_id && one.ts === args.thread_ts)
    if (!isThere || typeof args.status !== 'string') return no('invalid_thread_ts')
    state.statuses.set(`${string(args.channel_id)}:${string(args.thread_ts)}`, args.status)
    state.changed.emit('changed')
    return { ok: true }
  },
  'views.open': (state, args) => {
    const trigger = state.triggers.get(string(args.trigger_id))
    if (!trigger) return no('invalid_trigger_id')
    if (trigger.isUsed) return no('exchanged_trigger_id')
    if (state.clock.now().getTime() - trigger.at.getTime() > 3000) return no('expired_trigger_id')
    const view = fields(args.view)
    const problems = viewProblems(view)
    if (problems.length > 0) return no('invalid_arguments', problems)
    trigger.isUsed = true
    const id = `V${state.next()}`
    const hash = `${Math.floor(trigger.at.getTime() / 1000)}.${crypto.randomUUID().slice(0, 8)}`
    state.modals.set(trigger.user, { id, hash, view, trigger: string(args.trigger_id) })
    state.changed.emit('changed')
    return { ok: true, view: { id, hash, ...view } }
  },
}

const shownLine = (args: Fields): string => string(fields(fields(list(args.blocks)[0]).text).text) || string(args.text)

/** The bot's token opens everything but Socket Mode, the app's token nothing else. */
function answerTo(
  state: SlackState,
  method: string,
  args: Fields,
  bearer: string | undefined,
  ticketUrl: () => string,
) {
  const [bot, app] = [`Bearer ${state.botToken}`, `Bearer ${state.appToken}`]
  if (bearer === undefined) return no('not_authed')
  if (bearer !== bot && bearer !== app) return no('invalid_auth')
  if (state.isUninstalled) return no('account_inactive')
  const isSocket = method === 'apps.connections.open'
  if (isSocket !== (bearer === app)) return no('not_allowed_token_type')
  if (isSocket) return { ok: true, url: ticketUrl() } as const
  return methods[method]?.(state, args) ?? no('unknown_method')
}

/** The SDK sends everything as a form, objects as JSON inside it. */
function parsed(body: Fields): Fields {
  const entries = Object.entries(body).map(([name, value]): [string, unknown] => {
    if (typeof value !== 'string' || !/^[[{]|^(true|false)$/.test(value)) return [name, value]
    try {
      return [name, JSON.parse(value)]
    } catch {
      return [name, value]
    }
  })
  return Object.fromEntries(entries)
}

export function createApi(state: SlackState, ticketUrl: () => string): Express {
  const app = express()
  app.use(express.urlencoded({ extended: false, limit: '1mb' }), express.json({ limit: '1mb' }))
  app.post('/api/:method', async (request, response) => {
    const { method } = request.params
    const args = parsed(fields(request.body))
    const note = (answer: string) =>
      void state.journal.push({ method, args: { ...args, token: undefined }, answer, at: state.clock.now() })
    const fault = state.faults.find((one) => one.times > 0 && (one.method === method || one.method === '*'))
    if (fault) {
      fault.times -= 1
      note(fault.kind)
      if (fault.kind === 'rate-limited')
        return void response.status(429).set('retry-after', `${fault.retryAfter}`).end()
      if (fault.kind === 'status') return void response.status(fault.status).send('upstream error')
      if (fault.kind === 'error') return void response.json(no(fault.error))
      if (fault.kind === 'drop') return void request.socket.destroy()
      await wait(fault.ms)
    }
    const answer = answerTo(state, method, args, request.headers.authorization, ticketUrl)
    note(answer.ok ? 'ok' : answer.error)
    const isKnown = request.headers.authorization === `Bearer ${state.botToken}`
    if (isKnown && state.scopes.length > 0) response.set('x-oauth-scopes', state.scopes.join(','))
    response.json(answer)
  })
  return app
}
