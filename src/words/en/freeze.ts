// English for the freeze: what is held, who stopped it, and how it is started again.
export const freezeWords = {
  'freeze.held-house':
    'Latchkey is stopped for the moment, so nothing is changed for anybody. What was asked for before is kept. If it is urgent, please call IT.',
  'freeze.held-person':
    'Self-service for this person is paused until IT or security has looked at it. Nothing was changed, and what was asked for before is kept.',
  'freeze.not-yourself': 'Nobody lifts their own pause. Please ask somebody else of IT or security.',

  'action.freeze-house.will': 'Stop every change that Latchkey makes, for everybody (working → frozen)',
  'action.freeze-house.done': 'Froze Latchkey: nothing is changed until two people start it again',
  'action.unfreeze-house.will': 'Let Latchkey change things again (frozen → working); what was held goes on',
  'action.unfreeze-house.done': 'Started Latchkey again',
  'action.freeze-person.will': 'Pause everything that Latchkey could do for {name} (working → paused)',
  'action.freeze-person.done': 'Paused self-service for {name}',
  'action.unfreeze-person.will': 'Give {name} their self-service back (paused → working)',
  'action.unfreeze-person.done': 'Gave {name} their self-service back',

  'limits.person':
    'Passwords or factors of this account were asked for too often since yesterday. A person has to help now.',
  'audit.too-many':
    'Latchkey froze itself: {count, plural, one {one credential change} other {# credential changes}} within an hour is all that is allowed',
  'audit.too-many-next':
    'Nothing more is changed. Please look at what was asked for, and by whom, before two people start it again.',
  'audit.too-many-about': '{name}: passwords or factors were asked for too often within 24 hours. It was refused.',

  'freeze.about': 'Stop every change that Latchkey makes, at once',
  'freeze.reason': 'a few words for the people who read the audit channel',
  'freeze.reason-given': 'Reason given',
  'freeze.frozen': 'Latchkey is frozen. Nothing is changed for anybody until two people start it again.',
  'freeze.frozen-already': 'Latchkey was frozen already.',
  'freeze.on-host': 'Latchkey was frozen on its host',
  'unfreeze.about': 'Start Latchkey again after a freeze, together with somebody in chat',
  'unfreeze.done': 'Latchkey is started again. What was held goes on.',
  'unfreeze.not-frozen': 'Latchkey is not frozen.',
  'unfreeze.on-host': 'Latchkey was started again on its host, together with R-{number, number, ::group-off}',
  'unfreeze.needs-chat':
    'One command alone does not start Latchkey again. Somebody of IT, security or administration writes “start Latchkey again” in chat; when one person of security or administration has approved that, run this command again. Two approvals in chat do without it.',
} as const
