// English for what an approver should know about a person before they decide on credentials.
export const evidenceWords = {
  'evidence.flag': '⚠ {words}',
  'evidence.unreadable': 'Part of this could not be read: {why}',
  'evidence.protected': 'This is a protected account.',
  'evidence.account-since': 'The account exists since {since}.',
  'evidence.account-unknown': 'JumpCloud does not say since when the account exists.',
  'evidence.no-resets': 'No password or factor was changed through Latchkey in 30 days.',
  'evidence.resets': 'Passwords or factors changed through Latchkey in 30 days: {count}, the last on {last}.',
  'evidence.others':
    '{count, plural, one {One other request} other {# other requests}} by or about this person within 24 hours.',
  'evidence.no-failures': 'No failed sign-ins in seven days.',
  'evidence.failures':
    '{count, plural, one {One failed sign-in} other {# failed sign-ins}} in seven days, from {addresses, plural, one {one address} other {# addresses}}, the last on {last}.',
  'evidence.odd-failures':
    'Somebody failed to sign in from where this person has not been in 30 days, or from many places.',
  'evidence.not-bound': 'The chat account is not connected yet.',
  'evidence.bound-since': 'The chat account is connected since {since}.',
} as const
