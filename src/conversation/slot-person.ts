// Finds for whom somebody asks. A text about another person never becomes one about its writer, nor the reverse.
import type { Account } from '../adapter.ts'
import { withoutQuotedLines } from './text-parts.ts'

export type FoundPerson =
  | { kind: 'self' }
  | { kind: 'mention'; account: Account }
  | { kind: 'email'; email: string }
  | { kind: 'username'; name: string }
  /** Somebody else, or perhaps somebody else, who is not named in a way that can be looked up: ask. */
  | { kind: 'unclear' }

/** Named so that one person can be meant, as they were named: nobody has looked yet whether there is one. */
export type OtherPerson = Extract<FoundPerson, { kind: 'mention' | 'email' | 'username' }>

/** In any alphabet: an address with one foreign letter is nobody’s, and not its writer’s. */
const address = /[\p{L}\p{N}_.+-]{1,64}@[\p{L}\p{N}_-]{1,60}(?:\.[\p{L}\p{N}_-]{1,60}){1,4}/gu
const username =
  /\b(?:user(?:name)?|login|account|id)(?: name)?(?: (?:is|of|for))?:? `([\w.-]{2,64})`|\buser(?:name)? ([\w.-]{2,64})\b|\b(?:unlock|for) `([\w.-]{2,64})`/gi
/** Words after "user" that describe it instead of naming it. */
const noName = new Set(
  'is was has got had account accounts name id login profile who that which and or in on at to for from of the a please locked blocked again here there group groups list access data details story interface experience can cannot keeps gets says should will would'.split(
    ' ',
  ),
)
const markup = /<@[^>]{1,120}>|<!subteam[^>]{1,120}>|<at[^>]{0,60}>[^<]{0,100}<\/at>|<mailto:[^>]{1,200}>/gi

const role = `(?:(?:my|our|the|a|an|another|this|that) (?:new |old |former |poor |dear )?(?:colleagues?|co-?workers?|teammates?|team mates?|boss|manager|lead|intern|trainee|apprentice|assistant|receptionist|contractor|freelancer|consultant|employee|student|buddy|guy|girl|lady|man|woman|person|friend|wife|husband|neighbou?r|secretary|director|ceo|analyst|developer|designer|temp|starter|new hire|report)|some(?:one|body) else|other people|everyone|everybody)`
const pronoun = `(?:he|she|him|her|his|hers)`
const weakPronoun = `(?:they|them|their|theirs)`
const notNames =
  'i|it|this|that|there|what|who|why|how|when|where|which|we|you|all|everything|nothing|something|still|again|also|and|but|now|today|yesterday|please|my|your|our|the|a|an|me|myself|us|access|account|accounts|login|user|username|password|profile|laptop|computer|windows|mac|outlook|vpn|pc|machine|screen|system|status|request|group|groups|list|lists|team|membership|is|was|am|are|got|get|been|not|just|only|both|any|some|one|in|on|to|for|of|with|pls|asap|immediately|quickly|help'
const name = String.raw`(?!(?:${notNames})\b)[^\s\d_<>.,;:!?\x22()*\x60+=/][^\s\d_<>,;:!?\x22()*\x60+=/]{1,40}`
const person = `(?:${role}|${pronoun}|${weakPronoun}|_person_|${name}(?: ${name})?)`

/** Somebody else stands where the one concerned stands. For texts in small letters: ignoring case over every alphabet is slow to compile. */
const othersConcern: readonly RegExp[] = [
  new RegExp(
    String.raw`(?:^|[.,;:!?] |\b(?:and|but|because|that|if|why|when|since|is|was|did) )${person} (?:is|was|got|gets|has been|keeps getting|seems|appears|just got|is still) (?:\w{1,12} )?(?:locked|blocked|stuck|kicked|out\b|in the|in our|not in|missing|leaving)`,
  ),
  new RegExp(
    String.raw`\b(?:unlock|unblock|free|release|add|put|invite|remove|drop|kick|connect|link|register|include|enrol) (?:user |also |back )?(?:${role}|${pronoun}|them|_person_)(?!\w)`,
  ),
  new RegExp(
    String.raw`\b(?:unlock|unblock) (?:user )?${name}(?: ${name})?(?:$|[\s.,!?]*$| (?:please|now|again|asap))`,
  ),
  new RegExp(
    String.raw`\b(?:add|put|remove|take|get|move|drop|include) ${name}(?: ${name})? (?:to|in|into|from|out of|off|on) `,
  ),
  new RegExp(String.raw`\b(?:give|grant|get|take|let) (?:${role}|${pronoun}|them|_person_) `),
  new RegExp(
    String.raw`\b(?:his|her|their|_person_|${role}(?:['’]s?)?|${name}['’]s) (?:own |user |work |windows |chat )?(?:account|access|login|sign-in|user|groups?|memberships?|lockouts?|lock|requests?|rights|permissions)\b`,
  ),
  new RegExp(String.raw`\b(?:for|of|on behalf of|about|by) (?:${role}|${pronoun}|them|_person_)(?![\w])`),
  new RegExp(
    String.raw`(?:^|[.,;:!?] |\b(?:and|but|because|that|if) )(?:${role}|${pronoun}|_person_) (?:needs?|wants?|should|must|has to|cannot|can't|can’t|would like|locked|mistyped|does not|doesn't|forgot|left|is|was)\b`,
  ),
]
const capitalisedOther =
  /\b(?:(?:account|access|login|unlock|it) (?:of|for)|(?:lockouts?|groups?|requests?) of) (?!(?:Q\d|The|My|Our|This|A|An)\b)\p{Lu}\p{Ll}{1,30}\b|(?:^|[.,;!?] )\p{Lu}\p{Ll}{1,30}(?: \p{Lu}\p{Ll}{1,30})? (?:needs|wants|cannot|can't|should|has|must|keeps)\b/u
const notSubjects =
  /(?:^|[.,;!?] )(?:I|It|This|That|There|What|Who|Why|How|When|Windows|Outlook|Jumpcloud|JumpCloud|Slack|Teams|Nobody|Nothing|Something|Everything|My)\b/

/** The writer stands where the one concerned stands. */
const ownConcern =
  /\b(?:unlock|unblock|free|release|add|put|remove|take|get|let|make|drop|give|connect|link|register|sign|kick|subscribe|unsubscribe|include|move|verify|locks?|locked|locking|blocked|blocking|grant) (?:me|myself)\b|\b(?:i am|i'm|i’m|im|i was|i got|i get|i keep|i've been|am i|was i|do i|have i|i need|i want|i'd|i would|i can't|i cannot|can i|could i|may i|i locked myself)\b|\bmy (?:own )?(?:\w{1,12} )?(?:account|access|login|sign-in|user|groups?|memberships?|lockouts?|lock|requests?|rights|permissions)\b|\bfor (?:me|myself)\b/i

const weak = new RegExp(String.raw`(?<![\w])(?:${role}|${pronoun}|${weakPronoun})(?![\w])`)

/** Somebody who is only talked about ("my manager said …", "Mei approves it") is not the one concerned. */
const hearsay = new RegExp(
  String.raw`\b(?:${role}|${pronoun}|they) (?:already |has |have )?(?:said|says|told|tells|asked|asks|wants me|agreed|approves?|approved|can approve|suggested|mentioned|thinks?)\b(?: me| us)?(?: that| to)?`,
  'gi',
)

const usernamesIn = (text: string): string[] =>
  Array.from(text.matchAll(username), (match) => match[1] ?? match[2] ?? match[3] ?? '').filter(
    (found) => found !== '' && !noName.has(found.toLowerCase()) && !/^r-?\d+$/i.test(found),
  )

const unique = (values: readonly string[]): string[] => [
  ...new Set(values.map((value) => value.toLowerCase().replace(/[.-]+$/, ''))),
]

/**
 * `mentions` are the accounts mentioned in the text, without the bot's own. `me`, where known, tells the writer's own
 * address and username apart from another's.
 */
export function findOtherPerson(
  text: string,
  mentions: readonly Account[],
  me: { email?: string | undefined; username?: string | undefined } = {},
): FoundPerson {
  const capped = text.slice(0, 1000).normalize('NFKC')
  const plain = withoutQuotedLines(capped)
  // A mention may come from the quoted words of somebody else.
  if (mentions.length > 0 && plain !== capped) return { kind: 'unclear' }
  const isMine = (value: string): boolean => [me.email, me.username].some((own) => own?.toLowerCase() === value)
  const emails = unique(plain.match(address) ?? []).filter((email) => !isMine(email))
  const names = unique(usernamesIn(plain.replace(address, ' '))).filter((found) => !isMine(found))
  const [mention] = mentions
  const [email] = emails
  const [known] = names
  const rest = plain
    .replace(markup, ' _person_ ')
    .replace(address, (found) => (isMine(found.toLowerCase()) ? ' me ' : ' _person_ '))
    .replace(username, (found, ...parts: unknown[]) =>
      parts.slice(0, 3).some((part) => typeof part === 'string' && isMine(part.toLowerCase())) ? ' me ' : found,
    )
    .replace(/\s+/g, ' ')
    .trim()
  const judged = rest.replace(hearsay, ' ')
  const lower = judged.toLowerCase()
  const own = ownConcern.test(judged)
  const named = mentions.length + emails.length + names.length
  if (named > 1) return { kind: 'unclear' }
  if (named === 1) {
    if (own) return { kind: 'unclear' }
    if (mention !== undefined) return { kind: 'mention', account: mention }
    if (email !== undefined) return { kind: 'email', email }
    if (known !== undefined) return { kind: 'username', name: known }
  }
  if (othersConcern.some((pattern) => pattern.test(lower))) return { kind: 'unclear' }
  if (capitalisedOther.test(judged) && !notSubjects.test(judged)) return { kind: 'unclear' }
  return own || !weak.test(lower) ? { kind: 'self' } : { kind: 'unclear' }
}
