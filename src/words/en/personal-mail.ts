// English for an address of one's own: named, shown to be theirs, and the code that is sent there.
export const personalMailWords = {
  'own-address.title': 'A mail address of your own',
  'own-address.why':
    'For the day when everything else is lost: half a proof, beside somebody who meets you. Not your work address, and nobody is shown it.',
  'own-address.again': 'A new address takes the place of the one that you have. Both are told.',
  'own-address.field': 'Your own address',
  'own-address.other': 'Or another address',
  'own-address.send': 'Send a code there',
  'own-address.off': 'This is off here: Latchkey has no mail server (SMTP_URL).',
  'own-address.none': 'That is no mail address. Nothing was sent.',
  'own-address.is-work':
    'That is an address of your organisation: whoever loses their account loses it as well. Take one of your own.',
  'own-address.too-many': 'Too many codes were sent today. Please go on tomorrow.',
  'own-address.wrong': 'That is not the code in the newest letter, or it is too old.',
  'own-address.letter-title': 'Is this your address?',
  'own-address.letter':
    'Somebody who works at {name} gives this address as their own, so that a code can be sent here on the day when everything else is lost. If this was you, type this code on the page that is open in your browser:',
  'own-address.letter-else': 'If it was not you, do nothing: without the code nothing happens.',
  'mail-code.send': 'Send a code to {address}',
  'mail-code.sent': 'A code was sent to {address}. It lasts ten minutes and can be typed in this browser alone.',
  'mail-code.again': 'Send another code',
  'mail-code.title': 'Somebody proves with this address that they are you',
  'mail-code.about-to': 'If the code below is typed, this goes on, for your account:',
  'mail-code.code': 'Code: {code}',
  'mail-code.where': 'Type it only on the page that you opened from your own chat. It lasts ten minutes.',
  'mail-code.nobody': 'Nobody from IT will ever ask you for this code. Whoever asks for it is not from IT.',
  'mail-code.unsent': 'The mail server did not take the letter. Nothing has happened; please try again in a minute.',
  'mail-code.no-address': 'You have no address here that counts yet.',
  'mail-code.too-many': 'Too many codes were sent to this address today. A person has to help now.',
  'mail-code.too-late': 'This code is not valid any more. Send another one.',
  'mail-code.wrong':
    'That is not the code in the letter. {left, plural, one {One try is left.} other {# tries are left.}}',
  'mail-code.used-up': 'That is not the code either. This code is used up; send another one.',
} as const
