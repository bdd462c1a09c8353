// English for proving who somebody is.
export const proofWords = {
  'proof.push':
    'Latchkey: somebody asks in chat: {what}. Code: {code}. If this is you, accept and type the code. If not, deny. Nobody will ever ask you for this code.',
  'proof.sending': 'I am sending a message to your phone.',
  'proof.unsent': 'I cannot send a message to your phone just now.',
  'proof.sent':
    'Look at JumpCloud Protect on your phone: accept the message there, and type the code from its text here. It was sent just now and waits one minute.',
  'proof.type-now': 'Accepted on your phone. Now type the code from the message here.',
  'proof.accept-now': 'The code is right. Now accept the message on your phone.',
  'proof.not-answered': 'The message on your phone was not answered in time. Nothing was done.',
  'proof.code-late': 'The code was not typed in time. Nothing was done.',
  'proof.used-up': 'Too many wrong codes were typed, so this one is used up. Nothing was done.',
  'proof.denied': 'It was denied on the phone, so nothing was done. If that was not you, tell your security team now.',
  'proof.denied-again':
    'It was denied on the phone for the second time within a day, so nothing was done, and I send no more messages to it until {until}. If that was not you, tell your security team now.',
  'proof.locked':
    'Messages on your phone were denied twice within a day, so I send no more of them until {until}. Everything else that proves who you are still works, and IT can help you in person. If you did not ask for this yourself, tell your security team now.',
  'proof.no-phone':
    'There is no JumpCloud Protect phone for this account, so I cannot make sure that it is you. A person can help.',
  'proof.too-many-pushes':
    'JumpCloud allows three messages to a phone in five minutes. Please wait {minutes} minutes and ask again.',
  'proof.too-many-today': 'Too many messages were sent to this phone today. A person has to help now.',
  'proof.too-many-wrong': 'Too many wrong codes were typed today. A person has to help now.',
  'proof.form-title': 'Type the code',
  'proof.form-intro': 'It stands in the JumpCloud Protect message on your phone. Nobody will ever ask you for it.',
  'proof.form-code': 'Code',
  'proof.form-submit': 'Check',
  'proof.not-a-code': 'A code has six digits.',
  'proof.wrong-code':
    'That is not the code in the message. {left, plural, one {One try is left.} other {# tries are left.}}',
  'proof.code-used-up': 'That is not the code either. This code is used up; send a new message.',
  'proof.code-too-late': 'This code is not valid any more. Send a new message.',
  'recovery.second': 'A second proof is needed as well: open my page to see what you have.',
  'recovery.second-taken': 'Your second proof is in.',
  'vouch.who':
    'Somebody who knows you has to meet you: your manager, or somebody of IT, in person or in a video call that they start. They have a message from me.',
  'vouch.words': 'Tell them these four words: {words}',
  'vouch.nobody-else': 'Show the words to nobody else, and type them nowhere.',
  'vouch.taken': 'You were vouched for.',
  'vouch.frozen':
    'The four words were wrong three times, so this was stopped, and nothing is done for this account until IT or security has looked. Nothing was changed.',
  'vouch.not-yours': 'You cannot vouch for this person.',
  'vouch.ask-title': '{name} says that everything that proves who they are is lost',
  'vouch.ask-how':
    'If {name} comes to you, or answers a video call that you start, ask for the four words that I gave them.',
  'vouch.ask-not':
    'Never on a call that somebody else made, never by chat or mail. Whoever vouches takes no part in the decision.',
  'vouch.ask-footer': 'R-{number, number, ::group-off} · until {until}, else nothing is done',
  'vouch.title': 'Do you vouch for {name}?',
  'vouch.what':
    'Only if you see {name} before you now, or in a video call that you started yourself, and know that it is they.',
  'vouch.never': 'Nobody of IT ever asks you for this on a call that they made.',
  'vouch.form-words': 'The four words that you heard',
  'vouch.form-hint': 'As you heard them, with spaces between them.',
  'vouch.form-wrong': 'These are not the words. Ask again; after three wrong tries everything stops.',
  'vouch.form-met': 'How do you meet?',
  'vouch.met-in-person': 'In person',
  'vouch.met-video-started-by-me': 'In a video call that I started',
  'vouch.form-send': 'I vouch for this person',
  'vouch.done': 'Thank you. Your word was taken',
  'vouch.done-how': 'You can close this page. You take no part in the decision about it.',
  'button.vouch': 'I have met them…',
  'button.recover': 'I have lost all of that',
  'audit.vouch-frozen': 'R-{number, number, ::group-off}: three times wrong words for {name}; the request was stopped',
} as const
