// English for the manifests: how Latchkey introduces itself to Slack and Teams, and where to click with them.
export const manifestWords = {
  'manifest.name': 'Latchkey',
  'manifest.full-name': 'Latchkey – access and account help',
  'manifest.shortest': 'Unlock your account, get access, ask about it. Proven and approved.',
  'manifest.short':
    'Unlock your account, get access to a group, see what you have: proven, approved where it must be, and checked.',
  'manifest.long':
    'Write what you need in your own words: that you are locked out, or which access you need and for how long. Latchkey makes sure that it is you, asks who must approve, does it in JumpCloud and checks that it really happened. Everybody concerned is told. It never asks for a password in chat, and it does nothing that you cannot see beforehand.',
  'manifest.shortcut': 'Ask Latchkey',
  'manifest.shortcut-about': 'Ask Latchkey with the words of this message',
  'manifest.command-about': 'Ask Latchkey; only you see the answer',
  'manifest.command-hint': 'what you need, in your own words',

  'manifest.about': 'Write what Slack and Teams want to know about this app, and say where to click with it',
  'manifest.out': 'the folder to write to',
  'manifest.socket-mode': 'for Slack’s Socket Mode, which needs no public address',
  'manifest.written': 'Written: {file}\n',
  'manifest.step': '  {number}. {what}\n',
  'manifest.no-slack':
    'Not written: the manifest for Slack. It needs PUBLIC_URL with an https address that leads to this machine; or run this with --socket-mode, which needs none.\n',
  'manifest.no-teams-app':
    'Not written: the package for Teams. It needs TEAMS_APP_ID: https://portal.azure.com → Azure Bot → create one (single tenant); its page Configuration shows “Microsoft App ID”.\n',
  'manifest.no-teams-url':
    'Not written: the package for Teams. It needs PUBLIC_URL with an https address that leads to this machine.\n',
  'manifest.none':
    'Nothing was written. Set what is named above, in .env or in front of the command, and run it again.',

  'manifest.slack-1':
    'https://api.slack.com/apps → Create New App → From a manifest → your workspace → JSON: paste {file} → Create.',
  'manifest.slack-2': 'Basic Information → Display Information → App icon: upload {icon}.',
  'manifest.slack-3': 'Basic Information → App Credentials: copy “Signing Secret” as SLACK_SIGNING_SECRET.',
  'manifest.slack-4': 'Install App → Install to Workspace: copy “Bot User OAuth Token” as SLACK_BOT_TOKEN.',
  'manifest.slack-socket':
    'Basic Information → App-Level Tokens → Generate Token and Scopes → connections:write: copy it as SLACK_APP_TOKEN.',
  'manifest.slack-url':
    'Start Latchkey, then Event Subscriptions → Request URL → Retry: “Verified” must stand beside {url}.',
  'manifest.slack-audit': 'For an audit channel: open it in Slack and write “/invite @Latchkey”.',
  'manifest.slack-again': 'After a later change: Features → App Manifest, paste the new one, then reinstall the app.',

  'manifest.teams-1':
    'https://portal.azure.com → your Azure Bot → Configuration: Messaging endpoint is {url}; app type is Single Tenant.',
  'manifest.teams-2': 'Azure Bot → Channels → Microsoft Teams → Apply.',
  'manifest.teams-3':
    'App registrations → your app → Certificates & secrets → New client secret: copy its Value as TEAMS_APP_PASSWORD; Overview → “Directory (tenant) ID” is TEAMS_TENANT_ID.',
  'manifest.teams-4': 'https://admin.teams.microsoft.com → Teams apps → Manage apps → Upload new app: {file}.',
  'manifest.teams-5':
    'Teams apps → Setup policies → Global → Add apps: Latchkey, so that it can write to everybody who must approve.',
} as const
