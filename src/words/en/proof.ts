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
} as const
