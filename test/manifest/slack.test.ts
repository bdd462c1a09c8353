// The Slack manifest: valid by Slack's own schemas, with the features of the adapter and exactly the scopes they need.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { eventsPath } from '../../adapters/slack/index.ts'
import { slackManifest } from '../../manifest/slack.ts'
import { slackScopes } from '../../manifest/slack-scopes.ts'
import { shippedData } from '../../src/conversation/router/data/shipped.ts'
import { createEmbeddedRouter } from '../../src/conversation/router/router.ts'
import { loadSkills } from '../../src/skills.ts'
import { schemaProblems } from './schema.ts'

const skills = await loadSkills()
const publicUrl = 'https://latchkey.northwind.example'
const overHttp = slackManifest({ publicUrl }, skills)
const bySocket = slackManifest({ publicUrl: undefined }, skills)

describe.each(['slack-1.0.0.json', 'slack-2.0.0.json'])('by %s', (file) => {
  const problems = schemaProblems(file)

  test('both ways of connecting are valid', () => {
    expect(problems(overHttp)).toEqual([])
    expect(problems(bySocket)).toEqual([])
  })

  test('and mistakes would be seen', () => {
    const name = 'Latchkey, the helpful bot of Northwind'
    expect(problems({ ...overHttp, display_information: { name } })).toEqual([
      expect.stringMatching(/name.*35 characters/),
    ])
    expect(problems({ ...overHttp, display_information: {} })).toEqual([
      expect.stringMatching(/required property 'name'/),
    ])
    expect(problems({ ...overHttp, features: { ...overHttp.features, buttons: [] } })).toEqual([
      expect.stringMatching(/features.*additional properties/),
    ])
  })
})

test('over HTTP everything comes to the adapter’s address; by Socket Mode there is none', () => {
  const url = `${publicUrl}${eventsPath}`
  expect(overHttp.settings).toMatchObject({
    event_subscriptions: { request_url: url },
    interactivity: { is_enabled: true, request_url: url },
    socket_mode_enabled: false,
  })
  expect(overHttp.features.slash_commands).toEqual([expect.objectContaining({ url, should_escape: true })])
  expect(JSON.stringify(bySocket)).not.toContain('http')
  expect(bySocket.settings.socket_mode_enabled).toBe(true)
})

test('it keeps to its own workspace', () => {
  expect(overHttp.settings).toMatchObject({ org_deploy_enabled: false, token_rotation_enabled: false })
  expect(overHttp.oauth_config).not.toHaveProperty('redirect_urls')
})

describe('scopes', () => {
  const needed = new Map(slackScopes.flatMap(({ scope, for: uses }) => uses.map((use) => [use, scope])))
  /** docs.slack.dev: these ask for no scope of the bot. */
  const free = [
    ...['auth.test', 'views.open', 'views.update', 'views.publish', 'apps.connections.open'],
    ...['app_home_opened', 'app_uninstalled', 'tokens_revoked'],
  ]
  const folder = join(import.meta.dirname, '../../adapters/slack')
  const source = readdirSync(folder)
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(join(folder, file), 'utf8'))
    .join('\n')
  const called = [...source.matchAll(/\bclient\.((?:[a-zA-Z]+\.)+[a-zA-Z]+)\(/g)].map(([, method = '']) => method)
  const { bot_events: events } = overHttp.settings.event_subscriptions

  test('every call and event of the adapter has what it needs', () => {
    expect(called).toContain('chat.postMessage')
    const unknown = [...called, ...events].filter((use) => !needed.has(use) && !free.includes(use))
    expect(unknown, 'Say in manifest/slack-scopes.ts which scope it needs, or here that it needs none.').toEqual([])
  })

  test('none is asked for without a use', () => {
    const used = [...called, ...events, ...Object.keys(overHttp.features)]
    expect(slackScopes.flatMap(({ for: uses }) => uses).filter((use) => !used.includes(use))).toEqual([])
    expect(overHttp.oauth_config.scopes.bot).toEqual(slackScopes.map(({ scope }) => scope))
  })

  test('what the adapter listens for is what is subscribed to', () => {
    const lists = [...source.matchAll(/for \(const name of \[([^\]]+)\]\)\s+app\.event\(/g)].map(
      ([, list = '']) => list,
    )
    const listened = lists.flatMap((list) => [...list.matchAll(/'([a-z_]+)'/g)].map(([, name = '']) => name))
    expect(listened.toSorted()).toEqual(events.map((name) => name.replace('message.im', 'message')).toSorted())
    const [, shortcut] = /askShortcut = '([a-z-]+)'/.exec(source) ?? []
    expect(overHttp.features.shortcuts.map(({ callback_id: id }) => id)).toEqual([shortcut])
  })

  test('none lets it read or write where it was not asked', () => {
    const wide = /^(?:channels|groups|mpim|files|search|admin|users\.profile|reactions|chat:write\.public|team)/
    expect(overHttp.oauth_config.scopes.bot.filter((scope) => wide.test(scope))).toEqual([])
  })
})

test('what it suggests is understood', async () => {
  const known = [...skills].map(([name, { title, examples }]) => ({ name, title, examples, changesState: true }))
  const router = createEmbeddedRouter(known, shippedData)
  const { suggested_prompts: prompts } = overHttp.features.agent_view
  expect(prompts).toHaveLength(4)
  for (const { title, message } of prompts) {
    const skill = known.find((one) => one.title === title)?.name
    expect(
      await router.route(
        message,
        known.map(({ name }) => name),
      ),
    ).toMatchObject({ kind: 'act', skill })
  }
})
