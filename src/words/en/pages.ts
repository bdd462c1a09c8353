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
  'page.same-words': 'The same words stand on the card in your chat. If they do not, stop here.',
  'page.nothing-left': 'There is nothing to do here any more',
  'page.nothing-left-how': 'It was answered already, or it ended. Your chat with Latchkey says how it stands.',

  'prove.title': 'Is it you?',
  'prove.no-method': 'You have no passkey with Latchkey yet. Write “set up a passkey” in the chat.',

  'pages.off-no-url': 'this needs an https address of Latchkey’s own (PUBLIC_URL), which is not set',
  'pages.off-not-safe': 'this needs an https address of Latchkey’s own: PUBLIC_URL is only http',
} as const
