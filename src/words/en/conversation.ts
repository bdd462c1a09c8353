// English for the conversation itself: understanding, forms, who somebody is, policy's refusals, and people.
export const conversationWords = {
  'turn.welcome': 'Hello {name}. I help with locked accounts and access to groups.',
  'turn.welcome-how': 'Write what you need, for example “I’m locked out”, or pick from the list.',
  'turn.menu': 'What I can do',
  'turn.did-you-mean': 'Did you mean one of these?',
  'turn.not-understood': 'I did not get that. Could you say it differently, or pick one?',
  'turn.not-understood-again': 'I still do not get it. Somebody from IT can take over.',
  'turn.failed': 'That did not work',
  'others.for-you': '{name} thinks that you need this: {title}',
  'others.for-you-how': 'Only you can ask for it. If you need nothing, you need do nothing.',
  'others.theirs': 'Only they themselves can ask for that',
  'others.theirs-how':
    'If I know them by exactly this name, they get a message from me and go on themselves. What becomes of it is theirs, so you will not hear of it from me. They can also write to me themselves.',
  'others.not-yours':
    'Either I know nobody by exactly this name, or it is not yours to ask this for them. Please check the spelling; they can also write to me themselves.',
  'turn.cannot': 'I cannot do that',
  'turn.need-more': '{title}: I need a little more',
  'turn.only-listed-groups': 'Only the groups in the list can be asked for here. For any other, a person can help.',
  'turn.which-one': 'Which one do you mean?',
  'turn.for-whom': 'Is this for you or for somebody else?',
  'turn.only-for-yourself':
    'I can do this only for the person who asks. They can write to me themselves, or IT can help.',
  'turn.nobody-by-that-name': 'I find nobody with exactly this address or user name.',
  'turn.working': 'is looking into it…',
  'turn.answer-in-private': 'I answer you in our direct conversation.',
  'turn.too-much': 'That is a lot in a short time, so I stop reading for ten minutes',
  'turn.too-much-next': 'Nothing that was asked for before is lost. If it is urgent, please call IT.',
  'turn.what-do-you-need': 'What do you need?',
  'turn.words-of-another': 'These are somebody else’s words, so I do not take them for your request. What do you need?',
  'turn.secret-password': 'Please never write a password in a chat. If it is a real one, change it now.',
  'turn.secret-code': 'Please type codes only into the form behind the button “Type the code”.',
  'turn.secret-key': 'That looks like a key or token. Please have it replaced: a chat is no place for it.',
  'turn.secret-removed': 'I did not keep it.',
  'press.too-old': 'This button is too old or not yours. Please ask again.',

  'form.cancel': 'Close',
  'form.continue': 'Continue',
  'field.group': 'Group',
  'field.days': 'For how many days',
  'field.reason': 'Why do you need it?',
  'field.request': 'Request',
  'field.for': 'For whom, if not for you',
  'field.for-hint': 'Their work e-mail address or user name',
  'field.needed': 'Please fill this in.',
  'field.too-short': 'Please write a little more.',
  'field.too-long': 'Please write less than {most} characters.',
  'field.too-small': 'At least {least}, please.',
  'field.too-big': 'At most {most}, please.',
  'field.not-understood': 'I cannot read this.',

  'people.refused': 'I only work for employees of this organisation. If you are one, please ask IT.',
  'people.unknown': 'I cannot match this chat account to a JumpCloud account',
  'people.unknown-next': 'Nothing is lost: a person can look at it.',
  'people.no-email': 'The chat platform gives me no e-mail address for this account.',
  'people.foreign-domain': 'The e-mail address of this chat account is not one of this organisation.',
  'people.no-match': 'No single active JumpCloud account has exactly the e-mail address of this chat account.',
  'people.connect-first': 'First I need to know that it is you',
  'people.connect-how':
    'Connect this chat account to your JumpCloud account once: your phone, and a code to type here. Then ask again.',

  'platform.name': '{platform, select, slack {Slack} teams {Microsoft Teams} other {{platform}}}',

  'frozen.title': 'A {platform} account is no longer connected to its JumpCloud account',
  'frozen.why': 'Why',
  'frozen.deactivated': 'It was deactivated.',
  'frozen.address': 'Its e-mail address was changed.',
  'frozen.outsider': 'It no longer counts as an account of an employee there.',
  'frozen.person':
    'JumpCloud describes its person otherwise than when it was connected: another e-mail address, or another account.',
  'frozen.connect-again':
    'What it asked for and was not begun yet is cancelled. Connect it again, with your phone, to go on.',
  'frozen.elsewhere':
    'It was yours. What it asked for and was not begun yet is cancelled. Here everything stays as it is.',
  'frozen.not-you': 'If you did not change anything yourself, please tell your security team.',

  'home.title': 'Latchkey',
  'home.how': 'Write to me under Messages, or pick what you need.',
  'home.connect': 'First I need to know that it is you.',
  'home.open': 'What you asked for',
  'home.none-open': 'Nothing is open.',
  'home.waiting': 'What waits for your decision',
  'home.none-waiting': 'Nothing waits for you.',
  'home.more': 'and {count} more',

  'audit.shut-out': 'Latchkey was shut out of {platform}',
  'audit.shut-out-revoked':
    'Its token or secret is not accepted any more. Messages wait until it is let in again and restarted with a new one.',
  'audit.shut-out-uninstalled':
    'The app was removed. Messages wait until it is installed again and restarted with its new token.',

  'policy.skill-off': 'This is switched off here.',
  'policy.requester-not-active': 'Your JumpCloud account is not active. Please contact IT.',
  'policy.not-for-you': 'You may not ask for this for that person.',
  'policy.connect-first': 'First connect this chat account to your JumpCloud account: write “connect my account”.',
  'policy.never-by-chat': 'Service and emergency accounts are never changed through chat.',
  'policy.protected-person': 'This account is protected, so a person has to do it.',
  'policy.fresh-binding':
    'This chat account was connected only recently. For passwords and second factors it has to rest until {until}.',
  'policy.group-not-requestable': 'The group “{group}” cannot be asked for here.',
  'policy.group-privileged': 'The group “{group}” gives far-reaching rights and cannot be asked for in chat yet.',
  'policy.too-often':
    'This can be asked for {times, plural, one {once} other {# times}} per {per}. A person can help now.',
  'policy.too-many-open': 'You have {count} open requests. Please finish or cancel one first.',
  'policy.too-many-cards':
    'Your requests have reached the people who decide as often as they may within an hour. You can ask again at {until}.',
  'policy.nothing-to-prove-with':
    'This needs a stronger proof that it is you ({level}) than you have set up, or than this leaves you. IT can help you in person.',
  'policy.no-second-proof':
    'This needs two different proofs that it is you, and I know of one at most. IT can help you in person.',
  'policy.nobody-to-warn':
    'A second factor is reset only when the person has been warned on two independent ways, and none are set up here: it takes a mail server (SMTP_URL). IT can help you in person.',
  'policy.both-at-once':
    'A password and the second factor of one person are never replaced together. Ask for one of them; IT can help with the other.',

  'policy.no-such-skill': 'latchkey.yaml: there is no skill “{skill}”. There are: {known}.',
  'policy.below-floor':
    'latchkey.yaml: “{skill}” asks for the proof {proof}, but never goes below {floor}. Raise it, or leave it out.',

  'handover.title': '{name} needs a person',
  'handover.bound': 'Their chat account is connected to their JumpCloud account.',
  'handover.candidate': 'Their chat account is not connected: please make sure that it is really them.',
  'handover.unknown': 'Their chat account matches nobody in JumpCloud: please make sure who it is.',
  'handover.left-out': 'Some of what they wrote is left out: it may be a password.',
  'handover.told': 'I have told {names}',
  'handover.told-channel': 'I have told the people who look after this',
  'handover.told-already': 'The people who look after this were told a few minutes ago',
  'handover.nobody': 'I could not reach anybody in IT from here',
  'handover.next': 'They see what you wrote to me. If it is urgent, or you hear nothing, please call IT.',
} as const
