// Turns what a person typed into plain lower-case words: markup masked, courtesies and negated clauses left out.
import { courtesies, emojiWords, ideas, spellings } from './data/words.ts'

/** Nothing longer is looked at: a request fits into this, and every pattern below stays cheap. */
const longestText = 1000

const invisible = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/g

/** The text as compared everywhere: compatibility forms folded, invisible characters gone, capped. */
export const fold = (text: string): string =>
  text.slice(0, longestText).normalize('NFKC').replace(invisible, '').slice(0, longestText)

/** Markup of Slack and Teams and things that are only names become one word each. Order matters. */
const masks: readonly [RegExp, string][] = [
  [/\[[a-z ]{3,30} removed\]/g, ' _secret_ '],
  [/<mailto:[^>]{1,200}>/gi, ' _email_ '],
  [/<tel:[^>]{1,60}>/gi, ' _phone_ '],
  [/<(?:@|!subteam\^)[^>]{1,120}>/gi, ' _user_ '],
  [/<at[^>]{0,60}>[^<]{0,100}<\/at>/gi, ' _user_ '],
  [/<#[^>]{1,120}>/g, ' _channel_ '],
  [/<!\w{1,20}[^>]{0,60}>/g, ' '],
  [/<?https?:\/\/[^\s>]{1,500}>?/gi, ' _link_ '],
  [/```[^`]{0,600}```/g, ' '],
  [/`r(?:eq)?-?\d{1,9}`/gi, ' _request_ '],
  [/\br(?:eq|equest)?-\d{1,9}\b/gi, ' _request_ '],
  [/`[^`\n]{1,100}`/g, ' _name_ '],
  [/[\w.+-]{1,64}@[\w-]{1,60}(?:\.[\w-]{1,60}){1,4}/g, ' _email_ '],
  [/(?<![\w.])@[\w.-]{2,60}/g, ' _user_ '],
  [/\+\d[\d ()/-]{6,18}\d/g, ' _phone_ '],
]

const mask = (text: string): string => {
  let masked = text
  // Most texts hold no markup at all; this runs over every row at start.
  if (/[<`@+\d[]|:\/\//.test(text)) for (const [pattern, word] of masks) masked = masked.replace(pattern, word)
  // "IT" is a department only where the writer also uses small letters.
  if (/[a-z]/.test(masked)) masked = masked.replace(/\bIT\b/g, 'itdept')
  return masked
}

const emojiToWords = (text: string): string => {
  if (/^[\x20-\x7e]*$/.test(text) && !text.includes(':')) return text
  let words = text.replace(/:([a-z_]{2,30}):/g, (_, name: string) => ` ${name.replaceAll('_', ' ')} `)
  for (const [emoji, word] of emojiWords) words = words.replaceAll(emoji, ` ${word} `)
  return words
}

const squeeze = (text: string): string => text.replace(/\s+/g, ' ').trim()
const edges = /^[\s,.:;!?–—-]+|[\s,:;–—-]+$/g

function stripCourtesies(text: string): string {
  let rest = text.replace(edges, '')
  for (let round = 0; round < 4; round += 1) {
    const bare = rest.replace(/[\s,.:;!?]+$/, '')
    const opening = courtesies.find((words) => rest.startsWith(words) && /^[\s,.:;!]/.test(rest.slice(words.length)))
    const closing = courtesies.find((words) => bare.endsWith(words) && /[\s,.:;!?]$/.test(bare.slice(0, -words.length)))
    const shorter = opening
      ? rest.slice(opening.length).replace(edges, '')
      : closing
        ? bare.slice(0, -closing.length).replace(edges, '')
        : ''
    if (shorter === '') return rest
    rest = shorter
  }
  return rest
}

const negated =
  /^(?:i |we |please |so |and |but |no,? ){0,3}(?:do not|don't|dont|did not|didn't|am not|'m not|not|no) (?:(?:want|wish|need|ask|asking|mean|looking|trying|talking|reset|unlock|cancel|delete|remove|change|add|join|leave|go)\b|\S{1,30} (?:needed|required|necessary))/
const stillAsks = /\b(?:any ?more|any longer|no longer|longer)\b/

/** Clauses that say what is *not* wanted go, as long as another clause with an idea in it remains. */
function dropNegations(text: string): string {
  const clauses = text
    .split(/[.;!?,–—\n]+|\b(?:but|just|only)\b/)
    .map(squeeze)
    .filter((clause) => clause !== '')
  if (clauses.length < 2) return text
  const kept = clauses.filter((clause) => !negated.test(clause) || stillAsks.test(clause))
  if (kept.length === 0 || kept.length === clauses.length) return text
  const rest = kept.join('. ')
  return wordsIn(rest).some((word) => ideas.has(word)) ? rest : text
}

/** Words, masks and lone question marks, in other spellings' common form. */
function wordsIn(text: string): string[] {
  const found = text.match(/_[a-z]+_|[\p{L}\p{M}]+(?:['-][\p{L}\p{M}]+)*|\d+/gu) ?? []
  return found.flatMap((word) => {
    const plain = word.endsWith("'s") && !spellings.has(word) ? word.slice(0, -2) : word
    const common = spellings.get(plain)
    return common === undefined ? plain.split('-') : common.split(' ')
  })
}

/** Sentences of the text, normalised; the whole of it is their concatenation. */
export function normalise(text: string): { words: string[]; sentences: string[][] } {
  const folded = mask(fold(text)).replaceAll('’', "'").toLowerCase()
  const unaddressed = squeeze(emojiToWords(folded)).replace(
    /^_user_[\s,:]+(?!(?:is|has|was|needs|cannot|can't|and)\b)/,
    '',
  )
  const meant = dropNegations(stripCourtesies(unaddressed))
  const sentences = meant
    .split(/[.;!?\n]+/)
    .map(wordsIn)
    .filter((words) => words.length > 0)
  if (sentences.length === 0 && /^\?+$/.test(unaddressed)) return { words: ['?'], sentences: [['?']] }
  return { words: sentences.flat(), sentences }
}
