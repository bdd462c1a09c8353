// English for recovery: the page on which people type a new password, and lost devices.
export const recoveryWords = {
  'password.other-browser': 'Not in this browser',
  'password.other-browser-how':
    'The new password is typed in the browser in which it was shown who you are. Open the link there. If you did not ask for a new password, press “This wasn’t me” in the message about it.',
  'password.title': 'Your new password',
  'password.new': 'New password',
  'password.again': 'The same once more',
  'password.set': 'Set this password',
  'password.met': '✓',
  'password.kept-nowhere':
    'It goes to JumpCloud once and is kept nowhere else. Nobody else sees it, and nobody from IT will ask for it.',
  'password.rule-length': 'At least {least} characters. Several words are easier to remember than signs.',
  'password.rule-uppercase': 'A capital letter',
  'password.rule-lowercase': 'A small letter',
  'password.rule-digit': 'A digit',
  'password.rule-sign': 'A sign that is neither letter nor digit',
  'password.rule-username': 'Not your user name',
  'password.rule-common': 'None of those that everybody tries first',
  'password.breaks': 'This password does not follow these rules. Nothing was changed.',
  'password.differ': 'The two are not the same. Nothing was changed.',
  'password.nobody-there':
    'The part of Latchkey that speaks to JumpCloud does not answer just now. Nothing was changed. Please try again in a minute.',
  'password.under-way': 'Setting your new password',
  'password.under-way-how': 'This takes a few seconds. Your chat with Latchkey says when it is done.',
  'password.look-again': 'Look again',
  'password.done': 'Your new password is set',
  'password.done-next':
    'JumpCloud has taken it, and I read that back. Sign in with it everywhere. A device that keeps the old one can lock your account again. You can close this page.',
  'password.not-done': 'Your password was not set',

  'lost.frozen': 'I have stopped everything that I could do in your name',
  'lost.frozen-how':
    'Your open requests are cancelled, and nobody can ask me for anything for you until IT or security lifts it. They have been told.',
  'lost.call': 'Also call IT: they see what you cannot see from here, and can lock the device itself.',
  'lost.paged': '{name} reports a lost or stolen device',
  'lost.paged-next':
    'Their self-service is frozen. Reach them in person or on a number that you know before anything is given back: “unfreeze” and their name.',
  'lost.phones': 'Phones with JumpCloud Protect: {names}',
  'lost.no-phones': 'No phone with JumpCloud Protect',
  'lost.phones-unread': 'JumpCloud does not tell now which phones there are',
  'lost.unread':
    'JumpCloud does not answer, so I could not offer to suspend your account. Tell me again in a few minutes, and call IT.',
  'lost.seen': 'Devices and applications seen within 30 days: {names}',
  'lost.none-seen': 'JumpCloud’s events name no device of the last 30 days',
  'lost.not-connected':
    'A device is reported as lost or stolen from an account that is not connected, with the address of somebody who is connected elsewhere. Nothing was stopped: please reach them.',
  'lost.suspended': 'Your account is suspended already',
} as const
