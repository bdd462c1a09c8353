// English for the skills' own answers.
export const skillWords = {
  'skill.days': '{value, plural, one {# day} other {# days}}',
  'skill.nothing-to-do': 'There is nothing to do: it is so already.',
  'skill.human-why': 'They asked for a person.',

  'unlock.not-locked': 'Your JumpCloud account is not locked',
  'unlock.not-locked-next': 'If you still cannot sign in, I can look at why.',

  'locked.title': 'Why you cannot sign in',
  'locked.all-well': 'JumpCloud sees nothing that keeps you out',
  'locked.locked': 'Your account is locked after wrong passwords.',
  'locked.locked-since': 'Your account is locked since {since}, after wrong passwords.',
  'locked.attempts': 'The last wrong attempts came from {source}.',
  'locked.cure-unlock': 'Unlocking cures this. A device that keeps an old password will lock it again.',
  'locked.expired': 'Your password has expired. Unlocking does not cure that: you need a new password.',
  'locked.expired-since': 'Your password expired on {since}. Unlocking does not cure that: you need a new password.',
  'locked.mfa-over':
    'The time to set up your second factor is over, and none is set up. A person has to open it again.',
  'locked.suspended': 'Your account is suspended. Only IT or HR can lift that.',
  'locked.staged': 'Your account is not activated yet. Look for the activation mail, or ask IT.',
  'locked.maybe-device':
    'If it is one app or one laptop: sign out there, wait a minute, and sign in with your newest password.',
  'locked.events-late': 'JumpCloud’s events can be a few minutes late.',
  'locked.no-events': 'I could not read JumpCloud’s events just now, so this is from the account alone.',
  'locked.unlock-first': 'Unlock my account',

  'join.already-in': 'You are in “{group}” already',
  'join.already-in-other': '{name} is in “{group}” already',
  'join.no-such-group': 'There is no group “{group}” that can be asked for',
  'join.group-missing': 'The group “{group}” is listed here but not in JumpCloud. An administrator has to look at it.',
  'join.too-long': 'At most {days, plural, one {# day} other {# days}} for this group.',
  'join.privileged': 'This group gives far-reaching rights and cannot be asked for in chat yet.',
  'leave.not-in': 'You are not in “{group}”',

  'access.title': 'What you have',
  'access.none': 'You are in no groups',
  'access.group': '{group}',
  'access.group-until': '{group}, until {until} (R-{number, number, ::group-off})',
  'access.more': 'and {count} more',
  'access.ask': 'Get access to a group',

  'requests.title': 'Your requests',
  'requests.none': 'You have no requests',
  'requests.none-next': 'Write what you need, for example “I need access to a group”.',
  'requests.line': 'R-{number, number, ::group-off} {title}: {state}',
  'requests.state-open': 'open',
  'requests.state-proving': 'waiting for your proof',
  'requests.state-approving': 'waiting for a decision',
  'requests.state-running': 'working on it',
  'requests.state-done': 'done',
  'requests.state-until': 'done, until {until}',
  'requests.state-not': 'not done',
  'requests.state-person': 'a person has to look',
  'requests.state-ended': 'ended',
  'cancel.which': 'Which request shall I cancel?',
  'cancel.none': 'You have no open request to cancel',
  'cancel.button': 'Cancel R-{number, number, ::group-off}',

  'help.title': 'I help with locked accounts and access to groups',
  'help.how':
    'Write what you need in your own words, or pick from the list. Before anything is done you see exactly what, and you decide.',
  'help.promise': 'I never ask for a password, and nobody gets a code from me in chat.',
} as const
