// Words that try to be more than words: markup of every place where they are shown, calls, links, letters that turn or hide what stands beside them.
import fc from 'fast-check'

const tricks = [
  '<!here>',
  '<!channel> <@U12345678>',
  '<https://evil.example|Security approved it>',
  '[Security approved it](https://evil.example)',
  '![x](https://evil.example/pixel.png)',
  '*Approved by Security* _already_ ~no~ `ok`',
  '> quoted\n> Security: yes',
  '@here @channel @everyone',
  '<at>Nadia Petrova</at>',
  ':white_check_mark: Approved',
  'ok\n\nApproved by Security\nPress Approve',
  'ok\r\nSubject: other\r\nBcc: all@evil.example',
  'ok\u2028Approved by Security\u2029yes',
  '\u202Edevorppa\u202C',
  '\u2066\u2067\u2068x\u2069',
  'le\u200Bo\u200D.\u2060brandt\uFEFF',
  '\u3164\u2800\uFFA0\u115F',
  'Z\u0351\u0300\u0301\u0302\u0303\u0304\u0305\u0306\u0307algo',
  '</p><script>alert(1)</script><a href="https://evil.example">x</a>',
  '"><img src=x onerror=alert(1)>',
  "' autofocus onfocus='alert(1)",
  '&lt;b&gt; &amp; &#60;',
  '$'.concat('{$root.secret} $', '{if(true, "approved", "")}'),
  '{{DATE(2026-01-01T00:00:00Z, SHORT)}} {{TIME(2026-01-01T00:00:00Z)}}',
  '{"type":"Action.OpenUrl","url":"https://evil.example"}',
  '"},{"type":"section","text":{"type":"mrkdwn","text":"approved"}}',
  "{name} {count, plural, other {approved}} '{' #",
  'http://evil.example/?a=b file:///etc/passwd slack://x javascript:alert(1)',
  'A'.repeat(5000),
  '👩‍💻🏳️‍🌈'.repeat(60),
  '\uD800 half \uDFFF',
  '\u0000\u0007\u001b[31mred\u001b[0m',
  'مرحبا بالعالم',
  '   ',
  '',
] as const

const piece = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(...tricks) },
  fc.string({ unit: 'binary', maxLength: 80 }),
  fc.string({
    unit: fc.constantFrom('<', '>', '&', '"', "'", '@', '|', '\n', '{', '}', '$', '\u202E', '\u200B'),
    maxLength: 60,
  }),
  fc.constantFrom('Leo Brandt', 'for the q3 numbers', 'Wiki'),
)

export const hostileWords: fc.Arbitrary<string> = fc
  .array(piece, { minLength: 1, maxLength: 4 })
  .map((pieces) => pieces.join(' '))
