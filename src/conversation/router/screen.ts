// Recognises texts that try to steer the machine instead of asking for something. It is a first sieve, never the barrier.
import { fold } from './normalise.ts'

export const screenReasons = [
  'orders-the-bot',
  'plays-a-role',
  'carries-a-payload',
  'skips-control',
  'everyone-at-once',
  'asks-for-secrets',
] as const
export type ScreenReason = (typeof screenReasons)[number]

/** Letters of other alphabets that look Latin, as they are used to get past a word list. */
const lookalikes: ReadonlyMap<string, string> = new Map(
  Object.entries({
    а: 'a',
    е: 'e',
    о: 'o',
    р: 'p',
    с: 'c',
    у: 'y',
    х: 'x',
    і: 'i',
    ј: 'j',
    ѕ: 's',
    ԁ: 'd',
    ո: 'n',
    α: 'a',
    ο: 'o',
    ι: 'i',
    ρ: 'p',
    ν: 'v',
  }),
)

const patterns: readonly [ScreenReason, RegExp][] = [
  [
    'orders-the-bot',
    /\b(?:ignore|disregard|forget|override) (?:all |any |the |your |my |these |those |every )*(?:previous|prior|earlier|above|preceding|former|rules?|instructions?|guidelines?|policy|policies|system)\b/,
  ],
  ['orders-the-bot', /\b(?:new|updated|real|following) (?:system )?(?:instructions?|prompt|directives?)\b/],
  ['orders-the-bot', /\b(?:system|developer|hidden|initial) (?:prompt|message|instructions?)\b/],
  [
    'orders-the-bot',
    /\b(?:reveal|print|repeat|output|show) (?:me )?(?:all )?(?:your|the) (?:rules|prompt|instructions|configuration|config|system)\b/,
  ],
  ['orders-the-bot', /\b(?:classify|route|label|treat|interpret) (?:this|it|the message|my message|everything) as\b/],
  ['orders-the-bot', /\b(?:developer|debug|god|admin|root|maintenance|sudo|dan|jailbreak) ?mode\b/],
  ['plays-a-role', /^\s*(?:system|assistant|developer|tool|function|admin|user)\s*:/m],
  [
    'plays-a-role',
    /<\/?(?:system|assistant|instructions?|prompt|tool|function_call|im_start|im_end)\b|<\||\|>|\[\/?inst\]|^#{2,} ?(?:system|instruction)/m,
  ],
  [
    'plays-a-role',
    /\b(?:you are now|act as|pretend (?:to be|you|that|i)|from now on,? you|you must (?:now )?(?:obey|comply)|roleplay)\b/,
  ],
  ['plays-a-role', /\bi am (?:your|the) (?:developer|creator|owner of this bot|latchkey admin|jumpcloud admin)\b/],
  ['carries-a-payload', /[{[]\s{0,20}["'][\w -]{1,40}["']\s{0,20}:/],
  ['carries-a-payload', /\b(?:skill|intent|action|tool|function|do)["']?\s{0,5}[:=]\s{0,5}["'{[]/],
  ['carries-a-payload', /\b(?:get|post|put|patch|delete) \/(?:api|v1|v2|users?|systemusers|usergroups)\b/],
  [
    'carries-a-payload',
    /\b(?:curl|wget) \S|\$\(|&& ?(?:rm|curl|cat)\b|;\s{0,5}(?:drop|delete|select|insert|update) |\b(?:union select|drop table|rm -rf)\b|<script|\{\{|\$\{/,
  ],
  [
    'skips-control',
    /\b(?:skip|bypass|circumvent|get around|work around|avoid|without|no need for|disable|turn off|suppress|don't ask for|do not ask for|waive) (?:the |any |an |my |further |all |this |asking for |needing )*(?:approvals?|approver|proof|checks?|verification|confirmation|confirming|policy|policies|second factor|audit|ledger|logging|push)\b/,
  ],
  [
    'skips-control',
    /\b(?:auto-?approve|approve (?:it |this |that |my (?:own )?requests? )?(?:yourself|on my behalf|automatically|for me)|already approved by|pre-?approved|self-?approve|consider (?:it|this) (?:approved|verified|confirmed))\b/,
  ],
  [
    'skips-control',
    /\b(?:don't|do not|without) (?:tell|telling|notify|notifying|inform|informing|record|recording|log|logging)\b/,
  ],
  [
    'everyone-at-once',
    /\b(?:unlock|lock|suspend|disable|delete|reset|add|remove|offboard|deactivate|revoke|enable|approve|cancel|put|grant) (?:access (?:of|for|to) )?(?:everyone|everybody|all (?:of )?(?:the |our |my )?(?:users|accounts|people|employees|colleagues|staff|members|persons|requests of|pending|admins|approvals)|every (?:user|account|employee|person|member|single)|each (?:user|account|employee))\b/,
  ],
  [
    'everyone-at-once',
    /\b(?:add|join|put) me (?:to|in|into) (?:all|every|each)(?: of)?(?: the| our)? (?:groups?|admin|privileged)\b/,
  ],
  [
    'asks-for-secrets',
    /\b(?:tell|give|send|show|print|reveal|list|dump|export) (?:me |us )?(?:all |everyone's |the |your |his |her |their |admin |current |latchkey )*(?:passwords|credentials|secrets?|api[ -]?keys?|tokens|private keys?|confirmation ?codes?|env(?:ironment)? variables)\b/,
  ],
  [
    'asks-for-secrets',
    /\b(?:what(?:'s| is)|tell me|give me|show me) (?:(?:the )?(?:password|code|pin) of|(?:his|her|their|someone's|[\p{L}]{2,30}'s) (?:password|code|pin))\b/u,
  ],
]

const unhidden = (text: string): string =>
  Array.from(fold(text).replaceAll('’', "'").toLowerCase(), (letter) => lookalikes.get(letter) ?? letter).join('')

/** Why the text is not even routed, if it is not. */
export function screenText(text: string): ScreenReason | undefined {
  const plain = unhidden(text)
  const spaced = plain.replace(/[^\S\n]+/g, ' ')
  const joined = spaced.replace(/[_*~`]/g, '')
  return patterns.find(([, pattern]) => pattern.test(spaced) || pattern.test(joined))?.[0]
}
