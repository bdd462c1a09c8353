// Words in the one place where Slack reads markup.

/** For the one place where Slack reads markup, the notification text: its three special characters are escaped. */
export const escaped = (words: string): string =>
  words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
