// Secrets as people have them: each random, none short enough to stand anywhere by chance.
import { dictionary } from '@zxcvbn-ts/language-common'
import type { Random } from '../full/random.ts'

type Kind = (typeof kinds)[number]
const kinds = [
  'password',
  'umlauts',
  'emoji',
  'passphrase',
  'jumpcloud-key',
  'jumpcloud-hex',
  'model-key',
  'aws-id',
  'aws-secret',
  'jwt',
  'slack-token',
  'private-key',
  'recovery-code',
] as const

export interface Secret {
  kind: Kind
  text: string
}

const lower = 'abcdefghijkmnopqrstuvwxyz'
const upper = 'ABCDEFGHJKLMNPQRSTUVWXYZ'
const digits = '23456789'
const oddSigns = '#$%^~&'
const signs = '!$%&#?*^+=~"\\<>\'`{}()[]|;,.:/@_-'
const hex = '0123456789abcdef'
const base64url = `${lower}${upper}${digits}-_`
const crockford = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const umlauts = [...'äöüÄÖÜßéèñçøåÆ§€']
const emoji = ['🦊', '🌵', '🚀', '🍀', '👩‍💻', '🇦🇹', '❤️']

/** Words that say something by themselves: what holds a sentence together would make a sentence of them. */
const words = dictionary['diceware-common'].filter((word) => /^[a-z]{5,9}$/.test(word))

function randomSecret(random: Random, kind: Kind): Secret {
  const pick = (alphabet: string | readonly string[], count: number): string =>
    Array.from({ length: count }, () => random.pick([...alphabet])).join('')
  const shuffled = (letters: readonly string[]): string => {
    const left = [...letters]
    let made = ''
    while (left.length > 0) made += left.splice(Math.floor(random.between(0, left.length)), 1).join('')
    return made
  }
  const password = (more: readonly string[] = []): string =>
    shuffled([
      ...pick(lower, 6),
      ...pick(upper, 4),
      ...pick(digits, 3),
      ...pick(oddSigns, 1),
      ...pick(signs, 2),
      ...more,
    ])
  const one = (): string => {
    switch (kind) {
      case 'password':
        return password()
      case 'umlauts':
        return password(Array.from({ length: 3 }, () => random.pick(umlauts)))
      case 'emoji':
        return password([random.pick(emoji), random.pick(emoji)])
      case 'passphrase':
        return Array.from({ length: 5 }, () => random.pick(words)).join(' ')
      case 'jumpcloud-key':
        return `jca_${pick(base64url, 32)}`
      case 'jumpcloud-hex':
        return pick(hex, 40)
      case 'model-key':
        return `sk-proj-${pick(base64url, 40)}`
      case 'aws-id':
        return `AKIA${pick(`${upper}234567`, 16)}`
      case 'aws-secret':
        return pick(`${lower}${upper}${digits}+/`, 40)
      case 'jwt':
        return ['eyJhbGciOiJIUzI1NiJ9', `eyJ${pick(base64url, 40)}`, pick(base64url, 43)].join('.')
      case 'slack-token':
        return `xoxb-${pick(digits, 12)}-${pick(digits, 12)}-${pick(`${lower}${upper}`, 24)}`
      case 'private-key':
        return `-----BEGIN PRIVATE KEY-----\n${pick(`${lower}${upper}${digits}+/`, 64)}\n${pick(`${lower}${upper}${digits}+/`, 48)}\n-----END PRIVATE KEY-----`
      case 'recovery-code':
        return pick(crockford, 16).replace(/(.{4})(?=.)/g, '$1-')
    }
  }
  return { kind, text: one() }
}

/** Each kind as often as any other. */
export const randomSecrets = (random: Random, count: number): Secret[] =>
  Array.from({ length: count }, (_, n) => randomSecret(random, kinds[n % kinds.length] ?? 'password'))
