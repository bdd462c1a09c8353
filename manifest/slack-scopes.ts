// The scopes that Latchkey asks Slack for, each with the calls, events and features that need it: nothing besides.

export interface SlackScope {
  scope: string
  /** Web API methods and events by Slack's names, and features of the manifest. */
  for: readonly [string, ...string[]]
}

/** docs.slack.dev says for each method and event which scope it needs. */
export const slackScopes: readonly SlackScope[] = [
  { scope: 'app_mentions:read', for: ['app_mention'] },
  { scope: 'assistant:write', for: ['assistant.threads.setStatus', 'assistant.threads.setSuggestedPrompts'] },
  { scope: 'chat:write', for: ['chat.postMessage', 'chat.update', 'chat.postEphemeral'] },
  { scope: 'commands', for: ['slash_commands', 'shortcuts'] },
  { scope: 'im:history', for: ['message.im'] },
  { scope: 'im:write', for: ['conversations.open'] },
  { scope: 'users:read', for: ['users.info', 'bots.info', 'user_change'] },
  { scope: 'users:read.email', for: ['users.lookupByEmail'] },
]
