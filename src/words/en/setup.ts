// English for `setup`: how it goes on, what it asks about settings, and where to click for each answer.
export const setupWords = {
  'setup.about': 'Ask for everything that Latchkey needs, test each answer, and write .env and latchkey.yaml',
  'setup.only': 'ask only about these',
  'setup.no-terminal':
    'This asks questions, so it needs a terminal. Run it in one; or write .env and latchkey.yaml by hand (docs/configuration.md) and look at them with: npm run doctor',
  'setup.begin': 'Latchkey: setup',
  'setup.how':
    'Each answer is tested at once, and written to .env or latchkey.yaml after a yes. Secrets are not shown.\nCtrl+C stops at any time: what is written stays, and npm run setup goes on from there.',
  'setup.step': '\n{number} of {count}: {title}',
  'setup.change': 'This is set up already. Change it?',
  'setup.all-choices': 'latchkey.yaml is not there yet, so everything that belongs in it is asked.',
  'setup.looking': 'Looking …',
  'setup.looking-at-all': 'Looking at everything, as npm run doctor does …',
  'setup.connecting': 'Asking JumpCloud …',
  'setup.reading-company': 'Reading people and groups from JumpCloud …',
  'setup.needs-jumpcloud': 'People and groups are picked from JumpCloud. First: npm run setup -- --only jumpcloud',
  'setup.what-now': 'That does not work yet. What now?',
  'setup.type-again': 'Type it again',
  'setup.look-again': 'Look again: it is mended there',
  'setup.go-on': 'Go on all the same',
  'setup.needed': 'This is needed. Ctrl+C stops.',
  'setup.or-keep': '{question} (Enter keeps the one that is there)',
  'setup.pick-one': 'At least one is needed: type to find it, Tab picks it, Enter goes on.',
  'setup.not-there': '{name} (not in JumpCloud)',
  'setup.from-outside': '{name} is set in the environment, which wins over .env. Change it there.',
  'setup.cannot-stand': '{name} has a line break or every kind of quote in it. Put it into a file and set {name}_FILE.',
  'setup.next-start': 'Next: npm run latchkey -- start',
  'setup.next-doctor': 'Next: cure what is named above, then look again with: npm run doctor',

  'setup.unchanged': '{file} is as it was.',
  'setup.write-new': 'Write {file}?',
  'setup.write-over': 'Change {file} like this?',
  'setup.not-written': '{file} was left as it is.',
  'setup.kept': 'The old {file} is kept as {copy}.',
  'setup.written': 'Written: {file}',
  'setup.cannot-write': '{file} cannot be written ({reason}). Give Latchkey’s user the right to write in this folder.',
  'setup.adds': '+ {name}',
  'setup.removes': '- {name}',
  'setup.changes': '~ {name}',
  'setup.close-env': 'Other users of this machine may read {file}, and secrets stand in it. Close it to them?',
  'setup.not-ignored':
    'This folder is under version control, and .gitignore does not name {names}: secrets would be committed. Add it?',
  'setup.ignored': '.gitignore now names {names}.',

  'setup.jumpcloud': 'JumpCloud',
  'setup.region': 'In which region is your JumpCloud? The address of your Admin Portal shows it.',
  'setup.region-name':
    '{region, select, eu {Europe (console.eu.jumpcloud.com)} in {India (console.in.jumpcloud.com)} other {United States (console.jumpcloud.com)}}',
  'setup.other-region': 'That credential belongs to the region {region}. Use {region}?',
  'setup.credential': 'What shall Latchkey use to reach JumpCloud?',
  'setup.api-key': 'The API key of an administrator: quick, for a first try',
  'setup.client': 'A service account: only the rights that it needs, and it does not leave with a person',
  'setup.api-key-steps':
    'JumpCloud Admin Portal → your initials → My API Key → Generate New API Key. A new key revokes the one before it.',
  'setup.ask-api-key': 'API key',
  'setup.client-steps':
    'JumpCloud Admin Portal → Service Accounts → add one, with a role that has {permissions}. Copy its client id and secret.',
  'setup.ask-client-id': 'Client id',
  'setup.ask-client-secret': 'Client secret',
  'setup.ask-token-host':
    'Address of the token host in the region {region} (JumpCloud’s support knows it; with an API key none is needed)',
  'setup.which-organisation': 'This credential sees several organisations. Which one is meant?',
  'setup.organisation-set': 'JUMPCLOUD_ORG_ID is set to the id of {name}.',

  'setup.store': 'Records',
  'setup.store-kind': 'Where shall records be kept?',
  'setup.embedded': 'In a folder of this machine: nothing to install',
  'setup.postgres': 'In PostgreSQL 15 or newer: for several processes or machines',
  'setup.ask-folder': 'Folder, on a local disk',
  'setup.postgres-steps':
    'The address is postgres://user:password@host:5432/database; the user must own the database or may create tables in it.',
  'setup.ask-database': 'Address of the database',
  'setup.ask-secret': 'LATCHKEY_SECRET of these records (it is part of every backup)',
  'setup.secret-made':
    'LATCHKEY_SECRET was made; it seals the records. Keep a copy of .env apart from them: without it they cannot be used.',

  'setup.address': 'Public address',
  'setup.address-why':
    'Teams, and Slack without Socket Mode, send what people write to an https address that leads to this machine.',
  'setup.ask-url': 'Public address, such as https://latchkey.example.com (empty: none, Slack by Socket Mode only)',
  'setup.url-outside': 'It must begin with https:// and lead here from outside: Slack and Teams take nothing else.',
  'setup.no-url': 'No public address: Slack works by Socket Mode, Teams does not.',
  'setup.ask-port': 'Port on which Latchkey listens on this machine',

  'setup.slack': 'Slack',
  'setup.use-slack': 'Shall people write to Latchkey in Slack?',
  'setup.socket-only': 'Without a public address Slack is reached by Socket Mode.',
  'setup.slack-way': 'How shall Slack reach Latchkey?',
  'setup.over-http': 'By https, at {url}',
  'setup.over-socket': 'By Socket Mode: Latchkey opens the connection',
  'setup.ask-signing-secret': 'Signing Secret (Basic Information → App Credentials)',
  'setup.ask-bot-token': 'Bot User OAuth Token (OAuth & Permissions; begins with xoxb-)',
  'setup.ask-app-token': 'App-Level Token (Basic Information → App-Level Tokens; begins with xapp-)',

  'setup.teams': 'Microsoft Teams',
  'setup.use-teams': 'Shall people write to Latchkey in Microsoft Teams?',
  'setup.teams-needs-url': 'Teams needs a public address. First: npm run setup -- --only address teams',
  'setup.teams-steps':
    'https://portal.azure.com → Create a resource → Azure Bot: single tenant, a new Microsoft App ID. Its page Configuration shows that id.',
  'setup.ask-teams-app': 'Microsoft App ID',
  'setup.ask-tenant': 'Directory (tenant) ID (App registrations → your app → Overview)',
  'setup.ask-teams-secret': 'Client secret: the Value, not the Secret ID (Certificates & secrets)',
  'setup.certificate-kept': 'TEAMS_APP_CERTIFICATE is there and is kept.',

  'setup.mail': 'Mail',
  'setup.mail-why':
    'With a mail server people are also warned by letter when something happens to their password or second factor. Without one a second factor is reset only where both chat platforms are used.',
  'setup.use-mail': 'Shall Latchkey send mail?',
  'setup.ask-smtp': 'Mail server: smtps://user:password@host:465',
  'setup.ask-mail-from': 'From: Latchkey <latchkey@your.company>',
  'setup.sign-in': 'Signing in at JumpCloud',
  'setup.sign-in-why':
    'A fresh sign-in at JumpCloud proves who somebody is, and is how people add their first passkey.',
  'setup.use-sign-in': 'Shall people sign in at JumpCloud for it?',
  'setup.sign-in-needs-url': 'It needs a public address. First: npm run setup -- --only address sign-in',
  'setup.sign-in-steps':
    'JumpCloud Admin Portal → SSO Applications → Add New Application → Custom Application → Configure SSO with OIDC. Redirect URI: {url}. Client authentication: Client Secret POST. Scopes: email. Give it to everybody, with a policy that asks for MFA.',
  'setup.ask-oidc-client': 'Client ID of the application',
  'setup.ask-oidc-secret': 'Client secret of the application',
  'setup.ask-oidc-issuer': 'Issuer, as JumpCloud shows it for your region',
} as const
