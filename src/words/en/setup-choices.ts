// English for the part of `setup` that fills latchkey.yaml: who you are, who decides, who is protected, what may be asked for.
export const setupChoicesWords = {
  'setup.mend-choices':
    'latchkey.yaml must be right before anything is added to it. Mend what is named above, then: npm run setup -- --only {step}',

  'setup.rest-of-file':
    'Working hours, reminders and what each skill asks for are as in latchkey.example.yaml; change them in latchkey.yaml, where each line is explained.',

  'setup.organisation': 'Your organisation',
  'setup.ask-name': 'Its name, as people know it',
  'setup.ask-zone': 'Its time zone, such as Europe/Berlin',
  'setup.ask-domains':
    'Which of these e-mail domains do you own? Only an address in one of them can be connected to a chat account.',

  'setup.roles': 'Who holds which role',
  'setup.role-groups':
    '{role, select, it {IT helps people and takes over what the bot cannot do} hr {HR decides where people come and go} security {Security decides where an account may be in wrong hands} other {Admins administer Latchkey}}: members of which groups?',
  'setup.role-people': '{role, select, it {IT} hr {HR} security {Security} other {Admins}}: which people besides?',
  'setup.role-nobody':
    'Nobody holds this role: what {role, select, it {IT} hr {HR} security {Security} other {an admin}} must decide cannot be approved.',
  'setup.contacts': 'Who is told when something looks like an attack?',

  'setup.protected': 'Protected accounts',
  'setup.protected-anyway':
    'JumpCloud administrators and the roles IT, Security and Admins are protected in any case. Others:',
  'setup.protected-groups': 'Members of which groups are protected?',
  'setup.protected-people': 'Which people besides?',
  'setup.service-accounts': 'Which accounts are service accounts, for which nobody may ask in chat?',
  'setup.break-glass': 'Which accounts are for emergencies only?',

  'setup.groups': 'What people may ask for',
  'setup.groups-left-out':
    '{count, plural, one {One group is} other {# groups are}} not offered: filled by a rule, or with sudo, or deciding who holds a role or is protected.',
  'setup.ask-groups': 'Which groups may people ask for? No other can be asked for.',
  'setup.ask-approver': '{group}: who decides?',
  'setup.by-owner': 'its owner',
  'setup.by-manager': 'the manager of whoever gets it',
  'setup.by-either': 'either of the two',
  'setup.owner-kind': '{group}: who owns it?',
  'setup.owner-people': 'People by name',
  'setup.owner-group': 'The members of another group',
  'setup.ask-owners': '{group}: its owners (two, where you can: nobody approves for themselves)',
  'setup.ask-owner-group': '{group}: members of which group own it?',
  'setup.ask-longest': '{group}: longest time, such as 30d or 8h',
  'setup.ask-usual': '{group}: time that is offered first',
  'setup.ask-tier': '{group}: how much does it open?',
  'setup.ordinary': 'ordinary access',
  'setup.privileged': 'privileged: cannot be asked for until a stronger proof of person exists',
} as const
