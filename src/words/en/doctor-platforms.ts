// English for `doctor` about what lies between Latchkey and its people: public address, Slack, Microsoft Teams.
export const doctorPlatformWords = {
  'doctor.url-unused': 'No public address is needed here: no chat platform calls this process.',
  'doctor.url-not-needed': 'No public address is needed: Slack is reached by Socket Mode.',
  'doctor.url-missing': 'PUBLIC_URL is not set, so Slack and Teams do not know where to send what people write.',
  'doctor.set-url':
    'Set PUBLIC_URL to an https address that leads to this machine from outside; or use Slack’s Socket Mode (SLACK_APP_TOKEN), which needs none.',
  'doctor.url-ip':
    'PUBLIC_URL ({url}) is an IP address: a passkey belongs to a name, so browsers refuse passkeys there.',
  'doctor.url-ip-cure':
    'Use a host name in PUBLIC_URL; on this machine itself, http://localhost instead of http://127.0.0.1.',
  'doctor.url-local': 'PUBLIC_URL ({url}) names this machine only: nobody outside reaches it.',
  'doctor.url-good': '{url} leads to this machine (nothing runs here yet, so the check answered itself).',
  'doctor.url-running': '{url} leads to a Latchkey that runs.',
  'doctor.url-silent': '{url} does not answer ({reason}).',
  'doctor.open-url':
    'Let your proxy or tunnel forward it to port {port, number, ::group-off} of this machine, with a certificate that is valid outside. If this machine cannot reach its own public name, ask from another one: …/healthz must say “ok”.',
  'doctor.url-other': '{url} answers (HTTP {status}), but it is not this Latchkey.',
  'doctor.forward-url':
    'Let your proxy or tunnel forward every path to port {port, number, ::group-off} of this machine.',

  'doctor.slack-off': 'Slack is switched off; SLACK_BOT_TOKEN and SLACK_SIGNING_SECRET switch it on.',
  'doctor.slack-connected': 'Slack knows the bot token: {team}, as @{user}.',
  'doctor.slack-token': 'Slack does not accept SLACK_BOT_TOKEN ({error}).',
  'doctor.renew-slack-token':
    'https://api.slack.com/apps → your app → OAuth & Permissions: install the app if it is not, and copy “Bot User OAuth Token”.',
  'doctor.slack-app-token': 'Slack does not accept SLACK_APP_TOKEN for Socket Mode ({error}).',
  'doctor.renew-slack-app-token':
    'https://api.slack.com/apps → your app → Basic Information → App-Level Tokens: generate one with the scope connections:write. Settings → Socket Mode must be on.',
  'doctor.slack-silent': 'Slack does not answer ({reason}).',
  'doctor.slack-socket': 'Socket Mode can be opened.',
  'doctor.slack-signing':
    'SLACK_SIGNING_SECRET shows only when Slack calls: with a wrong one, Slack says on the page Event Subscriptions that the Request URL could not be verified.',
  'doctor.slack-no-scopes': 'Slack did not say which scopes this token has.',
  'doctor.slack-scopes': 'The app has the {count} scopes of its manifest, and no others.',
  'doctor.slack-missing': 'The Slack scope {permission} is missing.',
  'doctor.slack-add':
    'https://api.slack.com/apps → your app → OAuth & Permissions → Bot Token Scopes: add {permission}, then “Reinstall to Workspace”. Or paste the manifest again (npm run manifest).',
  'doctor.slack-excess': 'The Slack scope {permission} is granted, and Latchkey does not use it.',
  'doctor.slack-remove':
    'https://api.slack.com/apps → your app → OAuth & Permissions → Bot Token Scopes: remove {permission}, then “Reinstall to Workspace”.',

  'doctor.teams-off':
    'Microsoft Teams is switched off; TEAMS_APP_ID, TEAMS_TENANT_ID and TEAMS_APP_PASSWORD (or TEAMS_APP_CERTIFICATE) switch it on.',
  'doctor.teams-good': 'Microsoft gives the app a token in the tenant {tenant}.',
  'doctor.teams-endpoint':
    'In https://portal.azure.com → Azure Bot → Configuration the messaging endpoint must be {url}.',
  'doctor.teams-silent': 'Microsoft’s login does not answer ({reason}).',
  'doctor.teams-refused': 'Microsoft’s login gives the app no token ({code}).',
  'doctor.teams-bad-certificate': 'TEAMS_APP_CERTIFICATE does not hold a certificate with its own RSA key.',
  'doctor.teams-renew':
    'https://portal.azure.com → App registrations → your app → Certificates & secrets: make a new one. Of a secret copy the Value, not the Secret ID, as TEAMS_APP_PASSWORD.',
  'doctor.teams-app':
    'TEAMS_APP_ID names no app of this tenant. https://portal.azure.com → App registrations → your app → Overview shows “Application (client) ID”.',
  'doctor.teams-tenant':
    'TEAMS_TENANT_ID names no tenant. https://portal.azure.com → App registrations → your app → Overview shows “Directory (tenant) ID”.',
  'doctor.teams-check':
    'Compare TEAMS_APP_ID, TEAMS_TENANT_ID and TEAMS_APP_PASSWORD with https://portal.azure.com → App registrations → your app.',
} as const
