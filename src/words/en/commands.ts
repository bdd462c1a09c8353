// English for the commands of the command line.
export const commandWords = {
  'start.about': 'Run Latchkey as the environment and latchkey.yaml say',
  'start.no-platform':
    'No chat platform is set up. For Slack set SLACK_BOT_TOKEN and SLACK_SIGNING_SECRET; for Microsoft Teams TEAMS_APP_ID, TEAMS_TENANT_ID and TEAMS_APP_PASSWORD; to play without one: npm run demo.',

  'start.role':
    'all (one process), or apart on PostgreSQL: edge (faces people, cannot write) and worker (alone may write)',
  'role.needs-postgres': 'The role {role} needs DATABASE_URL: two processes cannot share the embedded store.',
  'role.edge-holds-writer':
    'The edge must not hold the credential that writes. Remove JUMPCLOUD_API_KEY, JUMPCLOUD_CLIENT_ID and JUMPCLOUD_CLIENT_SECRET here; they belong to the worker.',
  'role.edge-needs-reader':
    'The edge needs a service account of its own that only reads: set JUMPCLOUD_READ_CLIENT_ID and JUMPCLOUD_READ_CLIENT_SECRET.',
  'role.worker-needs-account':
    'The worker needs the service account that writes: set JUMPCLOUD_CLIENT_ID and JUMPCLOUD_CLIENT_SECRET. One API key cannot be shared with an edge: use --role all with it.',
  'role.worker-holds-reader':
    'The worker has no use for the edge’s account. Remove JUMPCLOUD_READ_CLIENT_ID and JUMPCLOUD_READ_CLIENT_SECRET here.',
  'role.worker-holds-platform':
    'The worker faces nobody, so it must not hold chat secrets. Remove every SLACK_ and TEAMS_ variable here; they belong to the edge.',

  'bindings.about': 'Chat accounts and the JumpCloud users behind them',
  'bindings.import':
    'connect chat accounts on your own word, from a CSV file with the columns platform, tenant, account, email',
  'bindings.file': 'the CSV file; platform is slack, account its immutable user id, email the address in JumpCloud',
  'bindings.imported':
    '{done, plural, one {# account is} other {# accounts are}} connected now; {already} were before.',
  'bindings.refused': 'Nothing was imported. Cure these lines first:\n{problems}',
  'bindings.problem': '- line {line}: {what}',
  'bindings.no-columns': 'the first line must name the columns platform, tenant, account, email',
  'bindings.bad-account': 'this is no account: platform, tenant and account must all be given',
  'bindings.bad-email': '“{email}” is no e-mail address',
  'bindings.nobody': 'no single JumpCloud user has exactly the address “{email}”',
  'bindings.inactive': 'the JumpCloud account of “{email}” is not active',
  'bindings.twice': 'the same chat account stands in an earlier line',
  'bindings.other-person': 'this account is connected to somebody else; only a new proof by its owner changes that',
} as const
