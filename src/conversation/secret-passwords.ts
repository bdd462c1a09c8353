// Finds passwords in what people type: after "my password is", "pw:", or straight after the word.

import { isPhrase } from './secret-phrases.ts'

interface Span {
  start: number
  end: number
}

const word = `(?:pass ?words?|pass ?phrases?|pass ?codes?|passwd|pwd|pw|pass|passwort|kennwort|mot de passe|contraseña|senha|credentials?)`
const announced = new RegExp(
  String.raw`(?<![\p{L}\p{N}_])${word}(?![\p{L}\p{N}_])["'\x60*_]{0,3}(?:[ \t](?:for|of|to|on) [^\s:=]{1,40}(?: [^\s:=]{1,40})?)?[ \t]{0,3}(?<link>(?:(?:(?:was |has been |is )?(?:changed|set|reset) )to:?|(?:now |was |still |currently )?(?:is|was|are|ist|=>|->|[:=]{1,2}|–|—)(?: (?:now|still|set to|called|this|just))?[:=]?|to:|[ \t]?-)[ \t\n]{1,3}|[:=]{1,2}[ \t\n]{0,3})?(?<value>[^\s][^\n]{0,199})`,
  'giu',
)
const behind = new RegExp(
  String.raw`(?<!\S)(?<value>\S{4,200}) (?:is|was) (?:my|the|his|her|our) (?:old |new |current |temporary |temp )?${word}(?![\p{L}\p{N}_])`,
  'giu',
)
/** Several words that are no sentence: nothing in them is of those that hold one together. */
const phraseBehind = new RegExp(
  String.raw`^[ \t]*(?<value>\S+(?: \S+){2,11}) (?:is|was) (?:my|the|his|her|our) (?:old |new |current )?${word}(?![\p{L}\p{N}_])`,
  'gimu',
)
const pair =
  /\b(?:log ?in|user(?:name)?|account)(?: is|:|=)? {0,2}[\w.@+-]{2,64} ?[/|] ?(?<value>(?=[^\s]*[\d!$%&#?*])[^\s]{6,64})/gi

/** What is said *about* a password: its state is no secret. */
const states = new Set(
  "wrong incorrect correct right ok okay fine not no never still too about going gone expired expiring invalid locked blocked unknown forgotten lost old weak strong long short good bad required needed missing empty reset changed the a an that this what which being been also only always again refused rejected accepted working broken different same out due over because so and but or if when please in on at for from of my mine your his her their it i we you he she they required, stale outdated unchanged known to by has have had does did will can cannot should would could must was were is are don't doesn't isn't won't can't safe secure valid set saved stored synced just now recently already supposed probably maybe perhaps definitely really very quite completely totally, nowhere somewhere compromised leaked stolen exposed public disabled".split(
    ' ',
  ),
)
const glue = new Set(
  "and but or so because please can could would should will i im i'm we you it to for thanks thank pls then than when if since every each all time times again now any more after before still that this which is was has have had does did not the my me on in at of from with by as too very today yesterday tomorrow already".split(
    ' ',
  ),
)
const email = /^[\w.+-]{1,64}@[\w-]{1,60}(?:\.[\w-]{1,60}){1,4}[.,;:!?]?$/
const kept =
  /^(?:\[[a-z ]{3,30} removed\]|<[@#!][^<>\s]*>|<mailto:|_\p{L}{1,20}_(?=[.,;:!?]*(?:\s|$))|https?:\/\/|(?:mfa|2fa|sso|vpn|r-?\d{1,9}|req-?\d{1,9}|faq)(?=[.,;:!?)"'*_]*(?:\s|$)))/iu

const bare = (token: string): string => token.toLowerCase().replace(/^[("'*_]+|[)"'.,;:!?*_]+$/g, '')

/** Digits or signs inside, or capitals after small letters: nobody writes a plain word so. */
const looksSecret = (token: string): boolean => {
  const inner = token.replace(/^["'`(*_]+|["'`).,;:!?*_]+$/g, '')
  return (
    inner.length >= 4 &&
    (/\d/.test(inner)
      ? /[^\d.,/:-]/.test(inner) || /^\d{4,}$/.test(inner)
      : /\p{L}[!$%&#?*@^+=~]\p{L}?|\p{Ll}\p{Lu}/u.test(inner))
  )
}

/** A quotation is the password as a whole; else it runs until a word that goes on with the sentence. */
function lengthOf(value: string): number {
  const quote = /^["“„'‘`«*]{1,3}([^"”“'’`»*\n]{1,120})["”“'’`»*]{1,3}(?=[\s.,;:!?)]|$)/.exec(value)
  if (quote !== null) return quote[0].length
  let length = 0
  for (const match of value.matchAll(/\S+/g)) {
    const token = match[0]
    if (length > 0 && (glue.has(bare(token)) || kept.test(token) || email.test(token))) break
    length = match.index + token.length
    // A comma, semicolon or full stop before a space ends what was announced.
    if (/[,;.]$/.test(token)) {
      length -= 1
      break
    }
  }
  return Math.max(length, 1)
}

/** "password is correct" tells a state; "password is correct horse battery staple" tells the password. */
function tellsState(value: string): boolean {
  const tokens = (value.split(/[.,;!?](?:\s|$)|\n/)[0] ?? '').trim().split(/\s+/).map(bare)
  if (!states.has(tokens[0] ?? '')) return false
  return tokens.length < 4 || tokens.some((token, i) => (i > 0 && states.has(token)) || glue.has(token))
}

export function findPasswords(text: string): Span[] {
  const spans: Span[] = []
  // A match may hold the word again ("password: my password is …"), so the search goes on right behind each word.
  announced.lastIndex = 0
  for (let match = announced.exec(text); match !== null; match = announced.exec(text)) {
    const value = match.groups?.value ?? ''
    const start = match.index + match[0].length - value.length
    announced.lastIndex = start
    const [token = ''] = value.split(/\s/)
    if (kept.test(token) || email.test(token)) continue
    const linked = match.groups?.link !== undefined
    const quoted = /^["“„`«]/.test(value)
    if (
      linked ? !tellsState(value) && bare(token) !== '' : quoted || (looksSecret(token) && !states.has(bare(token)))
    ) {
      spans.push({ start, end: start + (linked || quoted ? lengthOf(value) : token.replace(/[,;.]$/, '').length) })
    }
  }
  for (const pattern of [behind, phraseBehind, pair]) {
    for (const match of text.matchAll(pattern)) {
      const value = match.groups?.value ?? ''
      const start = match.index + match[0].indexOf(value)
      const isPlainWord = pattern === behind ? !looksSecret(value) : pattern === phraseBehind && !isPhrase(value)
      if (!isPlainWord && !kept.test(value) && !email.test(value)) spans.push({ start, end: start + value.length })
    }
  }
  return spans
}
