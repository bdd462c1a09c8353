// What must not be stored is gone, in every form people type it in; what is needed stays.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { containsSecret, redact } from '../../src/conversation/redact.ts'

const text = (alphabet: string, minLength: number, maxLength = minLength) =>
  fc.string({ unit: fc.constantFrom(...alphabet), minLength, maxLength })
const digits = '0123456789'
const small = 'abcdefghijklmnopqrstuvwxyz'
const alnum = digits + small + small.toUpperCase()

const code = fc.integer({ min: 6, max: 8 }).chain((length) => text(digits, length))
/** As people make them: a word, a digit, perhaps a sign. */
const password = fc
  .tuple(text(small, 4, 8), text(digits, 1, 4), fc.constantFrom('', '!', '#', '$9'))
  .map(([a, b, c]) => `Z${a}${b}${c}`)

const codeForms = [
  '{}',
  ' {} ',
  "it's {}",
  'here: {}',
  'hi, {}',
  '{} thanks',
  'the code is {}',
  'code: {}',
  'Code {} please',
  'my otp {}',
  '{} is my code',
  'pin={}',
  'verification code from my phone: {}',
  'login code says {}',
  'first line\n{}\nlast line',
  '`{}`',
  'mfa code - {}',
  'the token is {}',
]
const passwordForms = [
  'my password is {}',
  'password {}',
  'pw: {}',
  'pwd={}',
  'PASSWORD = {}',
  'pass: {}',
  'password is `{}`',
  'password: "{}"',
  '*password*: {}',
  '{} is my password',
  'my password is {} please unlock me',
  'I am locked out, my password is {}, can you check',
  'password for vpn: {}',
  'my pw is\n{}',
  'Passwort: {}',
  'the new password was changed to {}',
  'login maya / {}',
  'https://maya:{}@wiki.example/',
  'passphrase is {}',
  'password:{}',
]
const keys: [string, fc.Arbitrary<string>][] = [
  ['xoxb-{}', text(`${digits}abcdef`, 24)],
  ['xapp-1-{}', text(alnum, 20)],
  ['the key is jca_{}', text(alnum, 16)],
  ['jcs_{} is the secret', text(alnum, 20)],
  ['sk-{}', text(alnum, 24)],
  ['key {} ok?', text(`${digits}abcdef`, 40)],
  ['eyJhbGciOiJIUzI1NiJ9.{}.c2ln', text(alnum, 30)],
  ['-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----', text(alnum, 40)],
  ['-----BEGIN RSA PRIVATE KEY-----\n{}', text(alnum, 40)],
  ['Authorization: Bearer {}', text(alnum, 20)],
  ['x-api-key: 9{}', text(alnum, 12)],
  ['ghp_{}', text(alnum, 36)],
  ['AKIA{}', text(`${digits}ABCDEFGH`, 16)],
  ['https://x.example/a?token={}&b=1', text(alnum, 12)],
]

const planted = (forms: readonly [string, fc.Arbitrary<string>][]) =>
  fc
    .constantFrom(...forms)
    .chain(([form, secret]) => secret.map((canary) => ({ typed: form.replace('{}', () => canary), canary })))

const forms: [string, fc.Arbitrary<string>][] = [
  ...codeForms.map((form): [string, fc.Arbitrary<string>] => [form, code]),
  ...passwordForms.map((form): [string, fc.Arbitrary<string>] => [form, password]),
  ...keys,
]

describe('redact', () => {
  it('takes a canary out of each of at least 50 forms', () => {
    expect(forms.length).toBeGreaterThanOrEqual(50)
    for (const form of forms) {
      fc.assert(
        fc.property(planted([form]), ({ typed, canary }) => {
          expect(redact(typed), typed).not.toContain(canary)
          expect(containsSecret(typed), typed).toBeDefined()
        }),
        { numRuns: 25 },
      )
    }
  })

  it('takes it out between other words, hidden characters and other secrets, and twice is the same as once', () => {
    const around = fc.constantFrom('', 'hello\n', 'I am locked out.\n', '👩‍💻 ', 'R-1042\n')
    fc.assert(
      fc.property(around, planted(forms.slice(0)), planted(forms.slice(0)), (before, one, other) => {
        const once = redact(`${before}\n${one.typed}\n${other.typed}`)
        expect(once).not.toContain(one.canary)
        expect(once).not.toContain(other.canary)
        expect(redact(once)).toBe(once)
        expect(containsSecret(once)).toBeUndefined()
      }),
      { numRuns: 300 },
    )
  })

  it.each([
    ['my password is hunter2', 'my password is [password removed]'],
    ['my password is Sommer 2024! please unlock me', 'my password is [password removed] please unlock me'],
    ['password: "correct horse battery staple"', 'password: [password removed]'],
    ['my password is correct horse battery staple', 'my password is [password removed]'],
    ['482 913', '[code removed]'],
    ['４８２９１３', '[code removed]'],
    ['48\u200b2913', '[code removed]'],
    ['backup codes ABCD-1234, EFGH-5678', 'backup codes [code removed], [code removed]'],
    ['my card 4111 1111 1111 1111 ok', 'my card [card number removed] ok'],
    ['378282246310005', '[card number removed]'],
    ['key Zk3vQ9aLw2Xr8TbN5yPcJ7uMd4Ef1GhS6oRi', 'key [key removed]'],
    ['vT9$kQz!mW2xLp', '[password removed]'],
    ['hi\n`h7Kq9ZxP2mWv`\nthanks', 'hi\n[password removed]\nthanks'],
    ['use Grün🦊7Zaun2Apfel for it', 'use [password removed] for it'],
    ['6RZC-AJGZ-DC16-CHXP', '[code removed]'],
    ['it is 6rzc-ajgz-dc16-chxp', 'it is [code removed]'],
    ['R552 40RZ 1YZT 50A1', '[code removed]'],
    ['my password is on!X?yBn8mVM7x|6', 'my password is [password removed]'],
    ['my password is "kQ9"zTx#7mLp', 'my password is [password removed]'],
    ['my password is R552-40RZ-1YZT', 'my password is [password removed]'],
    ['my password is _pV3z5L7', 'my password is [password removed]'],
    ['N#zm"vC%6Q is my password', '[password removed] is my password'],
    ['crave trophy bladder blitz is my password', '[password removed] is my password'],
  ])('%j becomes %j', (typed, stored) => {
    expect(redact(typed)).toBe(stored)
  })

  it.each([
    'add me to Looker – Analyst for 7 days',
    'group `VPN – Contractors-2024`',
    'Finance-Q3-2026-Readers-And-Writers-Group',
    'add me to key-users-2026',
    'secret santa group',
    'cancel R-1042',
    'R-48291377',
    'R-104212',
    'until 2026-12-01',
    '2026-11-20',
    '20.11.2026',
    '+43 664 1234567',
    'invoice 482913 is wrong',
    'error code 80070005',
    'reset password for maya.alvarez@northwind.example',
    'my password is wrong',
    'my password is not working',
    'my password is correct but I am locked out',
    'my password expired',
    'password expires in 2 days',
    'password - still locked',
    'password: forgotten',
    'I typed the wrong password 5 times',
    'what is the wifi password',
    'password and 2fa reset',
    'the code is wrong',
    'my mfa code does not work',
    'give me the code please',
    'user id 5f1b2c3d4e5f6a7b8c9d0e1f',
    '3f2504e0-4f89-11d3-9a0c-0305e82c3301',
    '👩‍💻 is locked',
    'MacBookPro2023',
    'INC#0012345',
    'Max.Mustermann#1234',
    'SG-AWS_Prod-ReadOnly2',
    'Office365/Teams2',
    'Screenshot_2026-11-25_at_10.05.png',
    'https://x.example/Abc?d=E1f2G3',
    '<https://x.example/Ab1|Label>',
    '<@U0123ABCD|maya>',
    'Maya.Alvarez1+test@northwind.example',
    'C02XK1ZZJGH5',
    'thanks🙏🙏🙏!!!',
    'WTF!!!???',
  ])('%j stays as it is', (typed) => {
    expect(redact(typed)).toBe(typed)
    expect(containsSecret(typed)).toBeUndefined()
  })

  it('says what must be changed, the password first', () => {
    expect(containsSecret('my password is hunter2')).toBe('password')
    expect(containsSecret('482913')).toBe('code')
    expect(containsSecret('jca_4f9aXX81kqPL')).toBe('key')
    expect(containsSecret('code 482913\npassword: hunter2')).toBe('password')
    expect(containsSecret('4111 1111 1111 1111')).toBeUndefined()
  })

  it('comes to an end on hostile texts of full length', () => {
    const hostile = [
      'password ',
      'password: ',
      'code ',
      '1',
      '1 ',
      '-----BEGIN A-----',
      'eyJ',
      'aA1',
      'A1-',
      'a:/',
      '"',
      ' ',
      'x.',
      'code the my app ',
    ]
    for (const piece of hostile) expect(redact(piece.repeat(4000 / piece.length)).length).toBeLessThan(60_000)
  })
})
