// English for `doctor`: what each check saw, and where to click or what to set where something is wrong.
export const doctorWords = {
  'doctor.about':
    'Check everything that Latchkey needs: store, clock, address, platforms, JumpCloud permissions, skills',
  'doctor.json': 'print JSON, for scripts',
  'doctor.role': 'check what this part needs: all, or apart: edge or worker',
  'doctor.sound':
    '{warnings, plural, =0 {Everything is in order.} one {Nothing is broken; one thing could be better.} other {Nothing is broken; # things could be better.}}',
  'doctor.unsound':
    '{errors, plural, one {One thing keeps} other {# things keep}} Latchkey from working{warnings, plural, =0 {} one {, and one could be better} other {, and # could be better}}.',
  'doctor.level': '{level, select, good {ok} note {note} warning {warning} other {ERROR}}',
  'doctor.skills': 'Skills',
  'doctor.all-stopped': 'Nothing works until this is cured: {what}',
  'doctor.switched-off': 'An administrator’s choice.',
  'doctor.switch-on': 'In latchkey.yaml set skills → {skill} → enabled to true.',
  'doctor.skill-state': '{state, select, on {on} less {on, with less} off {switched off} other {STOPPED}}',
  'doctor.least-role': 'The JumpCloud role that these skills need, and no more',
  'doctor.role-for': '{skills}',
  'doctor.role-for-all': 'every skill',
  'doctor.role-for-doctor': 'this command, to say whose credential it is',
  'doctor.broken': 'The check {check} broke ({reason}). Please report it; the other checks are not touched by it.',

  'doctor.settings-good': 'Every setting is whole and readable.',

  'doctor.no-credential': 'There is no JumpCloud credential: {name} is not set (nor as {name}_FILE).',
  'doctor.make-credential':
    'JumpCloud Admin Portal → your initials → My API Key → Generate New API Key; or better, a service account with the role that npm run doctor prints. Set {name} and look again.',
  'doctor.connected': 'JumpCloud knows the credential: {organisation}, region {region}.',
  'doctor.connected-unnamed': 'JumpCloud knows the credential (region {region}).',
  'doctor.personal-key': 'This key belongs to one administrator: it has all their rights, and ends when they leave.',
  'doctor.use-service-account':
    'A service account with the role that npm run doctor prints is safer: JUMPCLOUD_CLIENT_ID and JUMPCLOUD_CLIENT_SECRET in place of JUMPCLOUD_API_KEY.',
  'doctor.wrong-region': 'JumpCloud’s region {region} does not know this credential, another region does.',
  'doctor.set-region': 'Set JUMPCLOUD_REGION={region}.',
  'doctor.key-unknown':
    'JumpCloud does not know this API key (401, region {region}): it is mistyped, was revoked, or has expired. A newly generated key revokes the one before it.',
  'doctor.renew-key':
    'JumpCloud Admin Portal → your initials → My API Key → Generate New API Key; set it as JUMPCLOUD_API_KEY. If your Admin Portal’s address has “eu” or “in” in it, set JUMPCLOUD_REGION too.',
  'doctor.client-unknown':
    'JumpCloud does not know this service account (401, region {region}): its id or its secret is wrong, or the secret has expired.',
  'doctor.renew-client':
    'JumpCloud Admin Portal → Service Accounts → the account → make a new secret (only an Administrator with Billing may); set JUMPCLOUD_CLIENT_ID and JUMPCLOUD_CLIENT_SECRET, and JUMPCLOUD_REGION if it is not the US.',
  'doctor.jumpcloud-down':
    'Look at https://status.jumpcloud.com, and whether this machine may reach JumpCloud by https (firewall, proxy, DNS).',
  'doctor.wrong-organisation': 'JUMPCLOUD_ORG_ID={id} names no organisation that this credential sees.',
  'doctor.which-organisation':
    'This credential sees several organisations, and JUMPCLOUD_ORG_ID does not say which is meant.',
  'doctor.choose-organisation': 'Set JUMPCLOUD_ORG_ID to the id in brackets: {seen}.',
  'doctor.find-organisation':
    'JumpCloud Admin Portal → Settings → Organization Profile shows the id: set it as JUMPCLOUD_ORG_ID.',

  'doctor.granted': '{permission} is granted.',
  'doctor.not-refused': '{permission} is not refused (asked on an id that names nothing, so nothing was changed).',
  'doctor.covered':
    '{permission} cannot be checked while {broad} is granted, which covers it and is needed as well. Should {broad} ever be taken away, look again.',
  'doctor.unknowable': '{permission} cannot be checked without writing.',
  'doctor.not-seen': '{permission} could not be checked: {why}',
  'doctor.missing': '{permission} is missing. Stopped by that: {skills}.',
  'doctor.missing-limits': '{permission} is missing. Works on, but says less: {skills}.',
  'doctor.missing-doctor':
    '{permission} is missing. No skill needs it; this command cannot say whose credential it is.',
  'doctor.grant':
    'In the JumpCloud Admin Portal add {permission} to the role of this service account (or administrator).',
  'doctor.insights-off':
    'Directory Insights is not switched on for this organisation (402). Works on, but says less: {skills}.',
  'doctor.insights-on': 'JumpCloud Admin Portal → Directory Insights switches it on, where your plan has it.',
  'doctor.no-organisation':
    '{permission}: Directory Insights wants to be told the organisation by a service account (401).',
  'doctor.set-organisation': 'Set JUMPCLOUD_ORG_ID={id} ({name}).',
  'doctor.excess': '{permission} is granted, and no skill in use needs it.',
  'doctor.revoke': 'Take {permission} out of the role: a stolen credential can then do less.',
  'doctor.no-excess': 'No right beyond the role was seen (as far as harmless calls show it).',

  'doctor.names-good': 'Every group and person in latchkey.yaml is there in JumpCloud.',
  'doctor.names-unread': 'The names in latchkey.yaml could not be looked up: {why}',
  'doctor.no-group': 'latchkey.yaml names the group “{group}”; JumpCloud has no single group of that name.',
  'doctor.no-deciding-group':
    'latchkey.yaml names the group “{group}”, which decides who is protected; JumpCloud has no single group of that name. Until then everybody counts as protected.',
  'doctor.name-group': 'Write its exact name into latchkey.yaml, or take it out.',
  'doctor.group-by-rule':
    'The group “{group}” is offered in latchkey.yaml, but JumpCloud fills it by a rule: nobody can be added by hand.',
  'doctor.group-sudo':
    'The group “{group}” is offered in latchkey.yaml, but it gives sudo on devices, so it is never given in chat.',
  'doctor.remove-group': 'Take it out of “groups” in latchkey.yaml, or change the group in JumpCloud.',
  'doctor.no-person': 'latchkey.yaml names {email}; JumpCloud has no single user with that address.',
  'doctor.inactive-person': 'latchkey.yaml names {email}, whose JumpCloud account is not active.',
  'doctor.name-person': 'Write the address as JumpCloud has it, or take the line out.',

  'doctor.no-clock': 'The clock could not be compared with {name}’s ({reason}).',
  'doctor.reach': 'See that this machine may reach {name} by https: firewall, proxy, DNS.',
  'doctor.clock-good':
    'The clock agrees with {name}’s to {seconds, plural, =0 {the second} one {one second} other {# seconds}}.',
  'doctor.clock-off':
    'This machine’s clock is {seconds, number} seconds {direction, select, ahead {ahead of} other {behind}} {name}’s. Beyond two minutes from JumpCloud’s nothing is changed there; beyond five every signature and token is refused.',
  'doctor.set-clock':
    'Switch on time synchronisation on this machine (“timedatectl set-ntp true” on most Linux systems).',

  'doctor.store-good':
    'The store ({where}, PostgreSQL {version}) opens, keeps what it commits, and its tables are up to date.',
  'doctor.store-pending':
    'The store ({where}, PostgreSQL {version}) opens; the next start brings its tables up to date ({pending, plural, one {one step} other {# steps}}).',
  'doctor.store-new': 'There is no store yet in {where}; the first start makes it there.',
  'doctor.store-in-use': '{why} It was tested when that copy started.',
  'doctor.store-not-writable': 'The store ({where}) cannot be written ({reason}).',
  'doctor.make-folder-writable':
    'Give Latchkey’s own user a writable folder on a local disk: mend the rights of {where} or set LATCHKEY_DATA to another (in a container: a volume). ENOSPC means that the disk is full.',
  'doctor.make-database-writable':
    '{where} must name the primary server, not a read-only copy, and a user who may make tables there (GRANT CREATE ON DATABASE …).',
  'doctor.cure-folder':
    'Set LATCHKEY_DATA to a folder on a local disk instead of {where}, or DATABASE_URL to PostgreSQL 15 or newer.',
  'doctor.cure-database':
    '{reason, select, ECONNREFUSED {Nothing listens at the address in DATABASE_URL: check host and port, and that PostgreSQL runs.} ENOTFOUND {The host in DATABASE_URL has no address: check its spelling.} other {Check host, port, user, password and database name in DATABASE_URL with: psql "$DATABASE_URL" (28P01 is a wrong password, 3D000 a missing database).}}',
  'doctor.store-newer':
    'The store was brought up to date by a newer Latchkey ({unknown}) and must not be used by this one.',
  'doctor.upgrade': 'Install that newer version again, or restore the backup from before the upgrade.',
  'doctor.database-clock': 'The database’s clock and this machine’s differ by {seconds, number} seconds.',
  'doctor.other-secret':
    'The store was sealed with another LATCHKEY_SECRET: none of its records can be used with this one.',
  'doctor.restore-secret':
    'Set LATCHKEY_SECRET to the value that this store was made with (it is part of every backup).',

  'doctor.mail-off':
    'Mail is off: SMTP_URL is not set. Off with it: letters that warn people, codes to an address of their own, and, with one chat platform alone, every reset of a second factor.',
  'doctor.mail-good': 'The mail server answers and lets Latchkey in.',
  'doctor.mail-silent': 'The mail server does not let Latchkey in ({reason}).',
  'doctor.mail-cure':
    'Check host, port, user and password of SMTP_URL, that a plain smtp:// server offers STARTTLS, and that this machine may reach it.',

  'doctor.sign-in-off':
    'Signing in at JumpCloud is not set up (JUMPCLOUD_OIDC_CLIENT_ID). Off with it: adding a first passkey, recovery codes or an address of one’s own, and proving by a sign-in.',
  'doctor.sign-in-good':
    'JumpCloud tells where people sign in ({issuer}). Whether the client secret is right shows at the first sign-in.',
  'doctor.sign-in-silent': 'Nothing at {issuer} tells where people sign in.',
  'doctor.sign-in-cure':
    'Check JUMPCLOUD_OIDC_ISSUER (for the region us it may be left out), and that this machine may reach it.',
} as const
