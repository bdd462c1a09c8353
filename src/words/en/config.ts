// English for the environment and for latchkey.yaml: every problem says what is wrong and what cures it.
export const configWords = {
  'config.first-line': '- {line}',
  'config.next-line': '{before}\n- {line}',
  'config.more': 'and {count, plural, one {one more} other {# more}}. Cure these first, then look again.',

  'config.blank-secret': '{name} is set but blank. Give it a value, or remove the variable.',
  'config.both-forms': '{name} and {name}_FILE are both set, so it is not clear which one counts. Remove one of them.',
  'config.file-unreadable':
    '{name}_FILE names a file that cannot be read ({reason}). Check its path, and that Latchkey’s own user may read it.',
  'config.file-not-plain':
    '{name}_FILE must name a plain file of at most 64 KiB. Put the secret, and nothing else, into it.',
  'config.file-empty': '{name}_FILE names an empty file. Put the secret into it, or remove the variable.',
  'config.file-open':
    '{name}_FILE names a file that every user of this machine may read or change. Run “chmod 600” on it (in a container: mount the secret with mode 0400).',
  'config.env-unreadable':
    '{file} cannot be read ({reason}). Check its owner and its rights, or take it away: the environment alone is enough.',
  'config.env-not-plain': '{file} must be a plain file of at most 64 KiB with one NAME=value on each line.',
  'config.env-open':
    '{file} holds secrets, and every user of this machine may read or change it. Run “chmod 600 {file}”.',
  'config.unknown': '{name} is not a setting of Latchkey, so it would have no effect. Remove it.',
  'config.unknown-near': '{name} is not a setting of Latchkey. Did you mean {suggestion}?',
  'config.tls-off':
    'NODE_TLS_REJECT_UNAUTHORIZED=0 lets anybody on the network read every secret. Remove it; for an authority of your own set NODE_EXTRA_CA_CERTS to its certificate.',

  'config.inspector':
    'The inspector of Node is open (--inspect, or NODE_OPTIONS). Whoever reaches its port can read every secret and act as Latchkey. Start without it.',

  'config.token': '{name} must be one word of printable characters, without blanks or line breaks. Copy it again.',
  'config.secret-missing':
    '{name} is not set. Latchkey seals its records with it. Make one with “openssl rand -hex 32” and keep it: without it the stored records cannot be used.',
  'config.secret-short':
    '{name} must have at least 32 characters and must not repeat a few of them. Make one with “openssl rand -hex 32”.',
  'config.organisation-id':
    '{name} must be 24 hex digits in lower case. The Admin Portal shows it under Settings, Organization Profile.',
  'config.region': '{name} must be us, eu or in. Without it, us is taken.',
  'config.slack-bot-token':
    '{name} must start with xoxb-: the Bot User OAuth Token on the page “OAuth & Permissions” of your Slack app.',
  'config.slack-app-token':
    '{name} must start with xapp-: an app-level token from the page “Basic Information” of your Slack app. Remove it if you do not use Socket Mode.',
  'config.slack-signing-secret':
    '{name} must be at least 16 characters without blanks: copy “Signing Secret” from the page “Basic Information” of your Slack app.',
  'config.uuid':
    '{name} must be an id like 00000000-0000-0000-0000-000000000000. The Azure portal shows it on the overview page of the app.',
  'config.certificate':
    '{name} must be PEM text with both the certificate and its private key (“BEGIN CERTIFICATE” and “BEGIN PRIVATE KEY”). {name}_FILE is the easier way.',
  'config.database': '{name} must be an address of PostgreSQL: postgres://user:password@host:5432/database.',
  'config.smtp':
    '{name} must be the address of a mail server: smtps://user:password@host:465, or smtp:// where it offers STARTTLS. Write special characters of user and password as %40 and the like.',
  'config.mail-from': '{name} must be an address, alone or behind a name: Latchkey <latchkey@example.com>.',
  'config.address': '{name} must be an address like https://host/path, without a user name, a query or a fragment.',
  'config.https':
    '{name} must start with https://. Plain http is accepted for this machine only (127.0.0.1, localhost).',
  'config.loopback':
    '{name} is for tests and may name this machine only (127.0.0.1, [::1] or localhost). Remove it to use the real service.',
  'config.oauth-region':
    '{name} may name another host only in the regions eu and in, and only by https. Remove it: the token host of the region us is known.',
  'config.oauth-missing':
    '{name} is needed for a service account in the region {region}: its token host is not established. Ask JumpCloud for the address, or use JUMPCLOUD_API_KEY.',
  'config.port': '{name} must be a whole number from 0 to 65535; 0 takes any free port.',
  'config.host': '{name} must be an address of this machine, like 127.0.0.1, or 0.0.0.0 for all of them.',
  'config.log-level': '{name} must be error, warn, info or debug. Without it, info is taken.',
  'config.same-port':
    '{name} must not be {port}, which is PORT: metrics have a listener of their own. Take another one.',

  'config.two-credentials':
    'JUMPCLOUD_API_KEY and a service account (JUMPCLOUD_CLIENT_ID) are both set. Keep the service account, which can be given fewer permissions, and remove the key.',
  'config.two-teams-credentials':
    'TEAMS_APP_PASSWORD and TEAMS_APP_CERTIFICATE are both set. Keep the certificate and remove the password.',
  'config.issuer-missing':
    '{name} is needed for signing in at JumpCloud in the region {region}. It is the issuer that the OIDC application in your JumpCloud names.',
  'config.half-pair': '{given} is set but {missing} is not. Set both, or neither.',
  'config.half-platform':
    '{platform} is half configured: {missing} {count, plural, one {is} other {are}} not set. Set what is missing, or remove every {prefix} variable to switch {platform} off.',
  'config.either': '{first} (or {second})',
  'config.base-without-key':
    '{name} is set but OPENAI_API_KEY is not. Set the key as well (any word, for a model of your own that asks for none), or remove {name}.',

  'organisation.problem': '{place} {what}',
  'organisation.unreadable': 'cannot be read ({reason}). Copy latchkey.example.yaml to {file} and fill it in.',
  'organisation.too-large': 'is larger than 1 MB, so it is hardly a list of choices. Look at what was written into it.',
  'organisation.not-yaml': 'is not valid YAML: {reason} Cure this first; the rest is read after it.',
  'organisation.not-a-map': 'must hold named settings, beginning with “version: 1”. Start from latchkey.example.yaml.',
  'organisation.missing': '“{path}” is missing. latchkey.example.yaml shows it with an explanation.',
  'organisation.unknown-key': '“{path}” is not a setting. Remove it, or compare with latchkey.example.yaml.',
  'organisation.unknown-key-near': '“{path}” is not a setting. Did you mean “{suggestion}”?',
  'organisation.unknown-skill': '“{path}” names no skill of this Latchkey. Remove it; the skills are: {options}.',
  'organisation.unknown-skill-near': '“{path}” names no skill of this Latchkey. Did you mean “{suggestion}”?',
  'organisation.wrong-type': '“{path}” must be {expected}.',
  'organisation.kind-string': 'text (put it in quotes if it looks like a number or a yes)',
  'organisation.kind-boolean': 'true or false',
  'organisation.kind-number': 'a whole number',
  'organisation.kind-array': 'a list: [first, second], or one “- item” on each line',
  'organisation.kind-object': 'a group of named settings, each on its own line and indented',
  'organisation.option': '“{path}” must be one of: {options}.',
  'organisation.option-near': '“{path}” must be one of: {options}. Did you mean “{suggestion}”?',
  'organisation.too-many': '“{path}” is too long or too large (at most {limit}).',
  'organisation.too-few': '“{path}” is empty or too small (at least {limit}).',
  'organisation.not-valid': '“{path}” is not valid. Compare it with latchkey.example.yaml.',
  'organisation.login':
    '“{path}” must be an e-mail address or a JumpCloud user name. A pattern such as * stands for nobody.',
  'organisation.email':
    '“{path}” must be an e-mail address, like name@company.example. A pattern such as * stands for nobody.',
  'organisation.domain': '“{path}” must be a domain in lower case without @, like company.example.',
  'organisation.group-name':
    '“{path}” must be the exact name of one JumpCloud group, without blanks at its ends. A pattern such as * stands for nobody.',
  'organisation.line': '“{path}” must be one line of text, at most 100 characters, without blanks at its ends.',
  'organisation.skill-name': '“{path}” must be the name of a skill, like unlock-account.',
  'organisation.time-zone': '“{path}” must be a time zone by its IANA name, like Europe/Berlin.',
  'organisation.time-of-day': '“{path}” must be a time of day in quotes, like "09:00".',
  'organisation.duration': '“{path}” must be a duration: a whole number and m, h or d, like 30m, 2h or 7d.',
  'organisation.duration-bounds': '“{path}” must be from {shortest} to {longest}.',
  'organisation.channel': '“{path}” must be the id of a channel as the platform writes it, like C0123456789.',
  'organisation.duplicate': '“{path}” stands in this list already. Remove one of the two.',
  'organisation.list-or-none': '“{path}” must be a list, or the word none when nobody is meant.',
  'organisation.empty-protection':
    '“{path}” is empty, which would leave everybody unprotected. List who is meant, or write the word none.',
  'organisation.empty-approvals':
    '“{path}” is empty. List the roles that must approve as well, or write default to keep the skill’s own rule.',
  'organisation.empty-skills':
    '“{path}” is empty. Write “skills: default” when every skill is to follow its own policy.',
  'organisation.skills': '“{path}” must be the word default, or your choices by the names of skills.',
  'organisation.skill-approvals': '“{path}” must be the word default, or a list of roles: {options}.',
  'organisation.skill-limit': '“{path}” must be the word default, or “times” and “per” (hour, day or week).',
  'organisation.self-approval':
    '“{path}” asks for self-approval. There is none: whoever asks never approves their own request. Remove it.',
  'organisation.duplicate-group':
    '“{path}”: the name “{name}” already leads to another requestable group. Each name may lead to one only.',
  'organisation.usual-above-longest':
    '“{path}” is longer than the longest duration of this group. Shorten it, or raise “longest”.',
  'organisation.no-owner':
    'nobody could approve “{name}” as its owner: “{path}” has neither owners nor an ownerGroup. Add one, or write “approver: manager”.',
  'organisation.nobody-approves':
    'nobody could approve “{name}”: “{path}” asks for the role {role}, and roles.{role} holds nobody. Add people or a group to the role.',
  'organisation.deciding-group':
    '“{path}”: the group “{name}” decides who holds a role, who owns a group or who is protected, so it cannot be asked for in chat. Remove it here.',
  'organisation.approval-order': '“{path}” must be later than “{earlier}”.',
  'organisation.hours-order': '“{path}” must be later than “from”, on the same day.',
  'organisation.language-not-offered': '“{path}” must be one of the languages listed under “languages”.',

  'schema.about': 'Print the JSON Schema of latchkey.yaml, for editors',
  'schema.write': 'write it to latchkey.schema.json instead',
  'schema.written': 'Written: {file}\n',
  'schema.file': 'The choices of one organisation: latchkey.yaml of Latchkey.',
  'schema.version': 'The version of this format.',
  'schema.organisation': 'Who you are.',
  'schema.language': 'The language for readers whose own is not known or not offered.',
  'schema.time-zone': 'IANA time zone of working hours, and of readers whose own is not known.',
  'schema.domains':
    'The e-mail domains you own. Only an address in one of them can take part in connecting a chat account.',
  'schema.languages': 'The languages that Latchkey offers.',
  'schema.working-hours': 'When people can be expected to answer.',
  'schema.roles': 'Who holds each role. An empty list means nobody.',
  'schema.role-groups': 'Names of JumpCloud groups whose members hold the role. [] or none: no group.',
  'schema.role-people': 'E-mail addresses of people who hold the role. [] or none: nobody.',
  'schema.security-contacts': 'E-mail addresses of those who are told when something looks like an attack.',
  'schema.audit': 'Where every decision is also posted. Leave it out for no channel; the ledger is kept in any case.',
  'schema.approvals':
    'When approvers are reminded, when the next in line is asked, and when a request ends unanswered.',
  'schema.limits': 'How many passwords, factors and accounts may be changed at most.',
  'schema.credentials-per-hour':
    'In the whole organisation within an hour, at most 20. Beyond it Latchkey freezes itself and tells security.',
  'schema.credentials-per-person': 'For one person within 24 hours, at most 3. Beyond it a person has to help.',
  'schema.groups': 'The only groups that people may ask for.',
  'schema.group-name': 'The exact name of the group in JumpCloud.',
  'schema.group-title': 'How people read it, where the name is not plain.',
  'schema.group-aliases': 'Other names that people use for it.',
  'schema.group-owners': 'E-mail addresses of those who decide as its owner.',
  'schema.group-owner-group': 'A JumpCloud group whose members decide as its owner.',
  'schema.group-tier': 'A privileged group cannot be asked for until a stronger proof of person exists.',
  'schema.group-longest': 'The longest time that anybody may be given, from 1h to 180d.',
  'schema.group-usual': 'The time that is offered first.',
  'schema.group-approver': 'Who decides: its owner, the manager of the person, or either.',
  'schema.protected':
    'Accounts for which no self-service touches a password or a second factor. An empty list is refused: write none.',
  'schema.recovery': 'Lost passwords and lost second factors.',
  'schema.recovery-password':
    'page: people type their own new password on a page of Latchkey’s, which needs PUBLIC_URL. email: JumpCloud mails a link to the address that it holds.',
  'schema.recovery-window':
    'So long somebody may be without a second factor while they set up a new one. Latchkey itself closes it.',
  'schema.skills':
    'Your choices by skill, never below the floor that the skill sets. A skill that is not listed follows its own policy; so do all with the word default.',
  'schema.skill-enabled': 'false switches the skill off.',
  'schema.skill-proof':
    'The proof of person that is asked for, where that is more than the skill itself asks for; or default.',
  'schema.skill-approvals':
    'Roles of which one person each must approve, on top of what the skill itself asks for; or default.',
  'schema.skill-limit': 'How often one person may ask, where that is less than the skill itself allows; or default.',
} as const
