// What a secret looks like, besides the kinds that secretlint knows; and the values that look like one and are invented.

export interface Kind {
  name: string
  /** Its group `value` is the secret. */
  pattern: RegExp
}

export const kinds: readonly Kind[] = [
  { name: 'JumpCloud key', pattern: /\b(?<value>jca_[A-Za-z0-9]{24,})/g },
  {
    // Forty hexadecimal digits are a commit as well: a key stands behind a name that says so.
    name: 'JumpCloud key, older',
    pattern: /(?:jumpcloud|jc[-_]|api[-_ ]?key)[^\n]{0,40}?[^0-9a-zA-Z](?<value>[0-9a-f]{40})(?![0-9a-zA-Z])/gi,
  },
  {
    name: 'Latchkey secret',
    pattern: /LATCHKEY_SECRET(?:_PREVIOUS)?["']?[ \t]*[=:][ \t]*["']?(?<value>[A-Za-z0-9+/_=-]{32,})/g,
  },
  // secretlint knows these too, but not each of them to its end.
  { name: 'Slack token', pattern: /\b(?<value>(?:xox[a-z]|xapp)(?:\.xox[a-z])?-\d[\w-]{24,})/g },
  { name: 'JWT', pattern: /\b(?<value>eyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{16,})/g },
  {
    name: 'private key',
    pattern: /-----BEGIN (?:[A-Z]+ ){0,3}PRIVATE KEY-----(?:\\n|\s){1,4}(?<value>[A-Za-z0-9+/=]{40,})/g,
  },
]

/** By their exact values, never by folder: a real one beside them is still seen. */
export const invented: readonly { because: string; values: readonly string[] }[] = [
  {
    because: 'tests start with these and look for them in everything that is written',
    values: [
      'xoxb-canary-bot',
      'xapp-canary-app',
      'xoxb-canary-bot-token',
      'xapp-canary-app-token',
      'canary-4f9d2c7be1a05836d94fc2e7b1a0',
      'postgres://latchkey:canary-db-password@db.northwind.example:5432/latchkey',
      'postgres://latchkey:canary@127.0.0.1:9/latchkey',
    ],
  },
  {
    because: 'the fake Slack and the local one know these, and no other does',
    values: ['xoxb-of-the-fake-workspace', 'xapp-of-the-fake-app', 'xoxb-of-the-emulator', 'xapp-of-the-emulator'],
  },
  {
    because: 'tests show that these are refused',
    values: [
      'xoxb-wrong-and-secret',
      'xapp-wrong-and-secret',
      'xoxp-a-user',
      'http://user:word@127.0.0.1',
      // The beginning of a sample that a test of the conventions forbids.
      'xoxb-1234567890-1234567890',
    ],
  },
  {
    because: 'Latchkey is started with these for the length of a test',
    values: ['0123456789abcdef0123456789abcdef', 'a-secret-for-this-test-only-0123456789'],
  },
  {
    because: 'a server of the test’s own on this machine; the words with $ are filled in when it runs',
    values: [
      'postgres://latchkey:$password@127.0.0.1:$port/postgres',
      ['postgres://latchkey', ':hunter2@127.0.0.1:$', '{port}/latchkey'].join(''),
    ],
  },
]

export const isInvented = (value: string): boolean => invented.some(({ values }) => values.includes(value))
