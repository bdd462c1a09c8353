// English for what the Teams adapter itself must say: beside its lists and forms, and where it cannot write in private.
export const teamsWords = {
  'teams.choose': 'Go on',
  'teams.pick-one': 'Please pick one from the list first.',
  'teams.fill-in': 'Please fill this in as it is asked for.',
  'teams.received': 'Received. I am working on it.',
  'teams.form-below': 'Please fill in the form below.',
  'teams.sent': 'Sent.',
  'teams.closed': 'Closed. Nothing was sent.',
  'teams.add-me':
    'I answer in private, and cannot write to you yet. Please open me under Apps in Teams, choose Add, and ask again there.',
} as const
