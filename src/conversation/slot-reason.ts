// Finds why somebody wants something, in their own words, where they said so.
const longestReason = 200

const starts: readonly RegExp[] = [
  /\breason(?: is)?: ?(.{3,})/i,
  /\b(?:because of|because|cuz|due to|on account of) (.{3,})/i,
  /\b(?:so that|so) ((?:i|we) (?:can|could|may|am able).{3,})/i,
  /\bin order to (.{3,})/i,
  /\bas (i (?:am|have|need|will|work|must|take).{3,})/i,
  /\bsince (i (?:am|have|need|will|work|must|take).{3,})/i,
]

/** How long, for whom, and pleasantries can stand where a reason could; they are none. */
const noReason =
  /^(?:(?:the |about |just |only |another |next )*(?:\d+|an?|one|two|three|four|five|six|seven|ten|few|couple|some)? ?-?(?:d|day|days|week|weeks|fortnight|month|months|hour|hours|today|now|tomorrow|while|bit|moment|time being)\b|(?:me|us|you|him|her|them|my (?:colleague|boss|manager|team)|everyone|everybody)\b|please|pls|thanks|thank you|thx|cheers|asap|urgent|urgently|if possible|ok|right|again|too|until|till|for)/i
const purpose =
  /(?<!\b(?:want|need|like|have|able|how|used|going|trying|access) )\bto ((?:finish|prepare|review|check|close|complete|write|build|update|read|see|edit|audit|support|help|run|test|create|analyse|analyze|look|fix|do|work|cover|present|compare|export|publish)\b.{3,})/i

const tidy = (words: string): string | undefined => {
  const clean = words
    .replace(/\s+/g, ' ')
    .replace(/[,;]?\s*\b(?:until|till)\b.{1,40}$/i, '')
    .replace(/[,;.!?\s]*\b(?:please|pls|thanks|thank you|thx|cheers|many thanks)\b[\s.!,]*$/i, '')
    .replace(
      /[,;]?\s*\bfor (?:only |just |the next )?(?:\d{1,4}|an?|one|two|three|four|five|six|seven|ten) ?(?:d|days?|weeks?|months?)[\s.!]*$/i,
      '',
    )
    .replace(/[\s,;.!]+$/, '')
    .trim()
  return clean.length < 3 || noReason.test(clean) ? undefined : clean.slice(0, longestReason)
}

/** The sentence that a match lies in ends at a full stop, a question mark or a line break. */
const toSentenceEnd = (words: string): string => words.split(/[.!?](?:\s|$)|\n/)[0] ?? ''

/** The reason as it was typed, or undefined where it is not clear that one was given. */
export function findReason(text: string): string | undefined {
  const plain = text
    .slice(0, 1000)
    .replace(/[^\S\n]+/g, ' ')
    .trim()
  for (const start of starts) {
    const match = start.exec(plain)
    if (match !== null) return tidy(toSentenceEnd(match[1] ?? ''))
  }
  for (const match of plain.matchAll(/\bfor (?=(.{3,200}))/gi)) {
    const rest = toSentenceEnd(match[1] ?? '')
    // "for looker" may name the group itself: a reason speaks of something particular.
    const reason = /^(?:the|our|my|this|a|an|q[1-4]\b|quarter)/i.test(rest) ? tidy(rest) : undefined
    if (reason?.includes(' ') && !/^(?:the |my |our )?\S+ (?:group|list|app|team)$/i.test(reason)) return reason
  }
  const work = purpose.exec(plain)
  if (work !== null) return tidy(toSentenceEnd(work[1] ?? ''))
  const afterComma = /^[^,\n]{8,},\s*([^,\n]{8,})$/.exec(toSentenceEnd(plain))
  const tail = afterComma?.[1]
  return tail?.includes(' ') &&
    !/\b(?:add|put|give|remove|can|could|would|will|need|want|join|leave|unlock|cancel)\b/i.test(tail)
    ? tidy(tail)
    : undefined
}
