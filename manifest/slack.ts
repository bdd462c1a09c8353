// Latchkey as a Slack app: the manifest from the address and the skills, with the least scopes.
import { english } from '../src/words/render.ts'
import { text } from '../src/words/text.ts'
import { offered, type Skills } from './offered.ts'
import { slackScopes } from './slack-scopes.ts'

export interface SlackManifestSettings {
  /** https, without a slash at its end. Undefined: Socket Mode, which needs no address. */
  publicUrl: string | undefined
}

/** One address takes events, presses, forms, shortcuts and commands. */
const path = '/slack/events'

/** What the adapter listens for; messages in channels reach it only when it is mentioned there. */
const events = ['app_home_opened', 'app_mention', 'app_uninstalled', 'message.im', 'tokens_revoked', 'user_change']

const shortcut = 'ask-latchkey'
const command = '/latchkey'

export function slackManifest({ publicUrl }: SlackManifestSettings, skills: Skills) {
  const url = publicUrl === undefined ? undefined : `${publicUrl}${path}`
  return {
    display_information: {
      name: english(text('manifest.name')),
      description: english(text('manifest.short')),
      long_description: english(text('manifest.long')),
      background_color: '#17475c',
    },
    features: {
      app_home: { home_tab_enabled: true, messages_tab_enabled: true, messages_tab_read_only_enabled: false },
      bot_user: { display_name: english(text('manifest.name')), always_online: true },
      agent_view: {
        agent_description: english(text('manifest.short')),
        suggested_prompts: offered(skills, 4, 'personal').map(({ title, words }) => ({ title, message: words })),
      },
      shortcuts: [
        {
          name: english(text('manifest.shortcut')),
          type: 'message',
          callback_id: shortcut,
          description: english(text('manifest.shortcut-about')),
        },
      ],
      slash_commands: [
        {
          command,
          description: english(text('manifest.command-about')),
          usage_hint: english(text('manifest.command-hint')),
          // Names and channels then come as ids, which cannot be spoofed by text that looks like them.
          should_escape: true,
          ...(url && { url }),
        },
      ],
    },
    oauth_config: { scopes: { bot: slackScopes.map(({ scope }) => scope) } },
    settings: {
      event_subscriptions: { ...(url && { request_url: url }), bot_events: events },
      interactivity: { is_enabled: true, ...(url && { request_url: url }) },
      org_deploy_enabled: false,
      socket_mode_enabled: url === undefined,
      token_rotation_enabled: false,
    },
  }
}
