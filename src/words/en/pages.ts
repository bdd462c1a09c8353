// English for Latchkey's own pages.
export const pageWords = {
  'page.for': 'for {name}',
  'page.nobody-asks':
    'Nobody from IT will ever ask you what you see here, or to read something from this page to them.',
  'page.unknown': 'This link leads nowhere. Open the newest one in your chat with Latchkey.',
  'page.knock': 'Continue in this browser',
  'page.knock-how': 'This link is only for you. It works in the browser in which you continue, and in no other.',
  'page.continue': 'Continue',
  'page.elsewhere': 'This page is open in another browser',
  'page.elsewhere-how':
    'For your safety a link works in one browser only. If you opened it elsewhere, go on there. If you did not, tell your security team.',
  'page.too-old': 'This link is too old',
  'page.too-old-how':
    'Nothing has happened. Links last a few minutes only, so that nobody finds one later and uses it.',
  'page.send-fresh': 'Send me a fresh link in the chat',
  'page.sent-fresh': 'Look into your chat',
  'page.sent-fresh-how': 'A fresh link is on its way to your chat with Latchkey. You can close this page.',
  'page.fresh': 'Here is a fresh link',
  'page.open': 'Open the page',
  'page.not-heard': 'That did not arrive as it should',
  'page.not-heard-how':
    'Nothing has happened. Please open the link in your chat once more. If it happens again, allow cookies for this page.',
  'page.about-to': 'If you go on, this will happen:',
  'page.same-words': 'The same line stands on the card in your chat. If it does not, stop here.',
  'page.nothing-left': 'There is nothing to do here any more',
  'page.nothing-left-how': 'It was answered already, or it ended. Your chat with Latchkey says how it stands.',

  'prove.push': 'A message was sent to your phone. Accept it there, and type the code from its text here.',
  'prove.title': 'Is it you?',
  'prove.no-method':
    'There is nothing here that you could prove it with. Your chat with Latchkey says what else helps; “set up a passkey” there is for next time.',
  'prove.done': 'Thank you, that was you',
  'prove.done-how': 'You can close this page. Your chat with Latchkey says what happens next.',
  'prove.one-more': 'That was one. One more proof of another kind is needed:',

  'approve.title': 'Your decision',
  'approve.prove-first': 'A yes to this counts only from you yourself. Show that it is you:',
  'approve.proven': 'Thank you, that was you. Your yes counts for exactly what stands above.',
  'approve.not-enough': 'That sign-in told of one factor only, which is not enough to say yes to this.',
  'approve.no-method':
    'You have nothing here yet to show that it is you. Write “set up a passkey” in the chat, or leave this decision to somebody else.',
  'approve.deny-in-chat': 'To say no, press “Deny” on the card in your chat: that needs no proof.',
  'approve.done': 'Approved',

  'proving.passkey': 'Use my passkey',
  'proving.sign-in': 'Sign in at JumpCloud',
  'proving.code': 'One of your printed recovery codes',
  'proving.code-send': 'Use this code',
  'proving.code-wrong': 'That is none of your unused codes. Nothing has happened.',
  'proving.waiting': 'Your browser asks you now: confirm with your finger, face or PIN.',
  'proving.stopped': 'That was not finished, and nothing has happened. You can try again.',
  'proving.missing': 'This browser cannot use passkeys here. Open the page on a device where yours is.',
  'proving.no-script': 'Passkeys need JavaScript, which is off in this browser.',
  'proving.back': 'Back',
  'proving.leaving': 'On to JumpCloud',
  'proving.leaving-how':
    'You sign in on JumpCloud’s own page and come back here. Type your password only if the address there begins with https:// and {host}, or with your company’s JumpCloud address.',
  'proving.to-jumpcloud': 'Continue to JumpCloud',
  'proving.not-begun': 'This sign-in was not begun in this browser, or it took too long. Nothing has happened.',
  'proving.too-many': 'Too many tries today',
  'proving.too-many-how':
    'For your safety nothing more is taken on these pages until tomorrow. A person can help: ask in the chat for one.',

  'enrol.title': 'Your passkeys and recovery codes',
  'enrol.prove-first': 'First, show that it is you. Then you can add a passkey here.',
  'enrol.no-sign-in':
    'This cannot be done here yet: signing in at JumpCloud is not set up with Latchkey. Ask your IT team about it.',
  'enrol.why':
    'A passkey is a key in this device, opened by your finger, face or PIN. Nobody can talk you out of it, and it works when your password or your phone does not.',
  'enrol.second': 'A second passkey on another device helps on the day when the first one is lost.',
  'enrol.add': 'Add a passkey on this device',
  'enrol.add-another': 'Add another passkey',
  'enrol.codes': 'Recovery codes',
  'enrol.codes-why': 'Ten codes on paper, for the day when nothing else is at hand. Each works once.',
  'enrol.codes-again': 'You have recovery codes. New ones make the old ones void.',
  'enrol.codes-make': 'Show ten new codes',
  'enrol.codes-made': 'Print these now',
  'enrol.codes-keep':
    'They are shown this one time and never again. Keep the paper where you keep your passport, and not beside your phone.',
  'enrol.codes-done': 'I have them on paper',

  'own.title': 'What I prove myself with',
  'own.prove-first': 'First, show that it is you.',
  'own.cannot': 'You have no passkey that counts yet, and signing in at JumpCloud is not set up with Latchkey.',
  'own.none': 'You have no passkey, no recovery codes and no address of your own here.',
  'own.is-passkey': '{label}',
  'own.is-recovery-codes': 'Recovery codes',
  'own.is-personal-mail': 'Mail to {label}',
  'own.passkey': 'Passkey added {when}',
  'own.name': 'What do you call it?',
  'own.name-hint': 'MacBook, blue YubiKey …',
  'own.rename': 'Call it so',
  'own.added': 'Added {when}.',
  'own.used': 'Last used {when}.',
  'own.never-used': 'Not used yet.',
  'own.rests': 'Counts from {until}.',
  'own.remove': 'Remove',
  'own.remove-how':
    'What you remove counts no more from that moment on, and you are told in the chat. A passkey or codes count three days after they were added, an address after 30 days.',

  'factor.is-passkey': 'It is the passkey “{label}”.',
  'factor.is-recovery-codes': 'It is a sheet of recovery codes.',
  'factor.is-personal-mail': 'It is the address {label}.',
  'factor.usable-from': 'It counts from {when}. Until then it proves nothing.',
  'factor.codes-left': '{left, plural, =0 {None is left.} one {One is left.} other {# are left.}}',

  'pages.off-no-url': 'this needs an https address of Latchkey’s own (PUBLIC_URL), which is not set',
  'pages.off-not-safe': 'this needs an https address of Latchkey’s own: PUBLIC_URL is only http',
} as const
