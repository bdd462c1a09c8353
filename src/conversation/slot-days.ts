// Finds for how many days somebody wants something. What is not said clearly is asked, never guessed.
import * as chrono from 'chrono-node/en'
import { DateTime } from 'luxon'

export interface When {
  now: Date
  /** IANA name of the writer's zone. */
  zone: string
}

const numbers: ReadonlyMap<string, number> = new Map(
  Object.entries({
    a: 1,
    an: 1,
    one: 1,
    two: 2,
    three: 3,
    four: 4,
    five: 5,
    six: 6,
    seven: 7,
    eight: 8,
    nine: 9,
    ten: 10,
    eleven: 11,
    twelve: 12,
    fourteen: 14,
    twenty: 20,
    thirty: 30,
    ninety: 90,
    'a couple of': 2,
    'couple of': 2,
    another: 1,
    'one more': 1,
  }),
)
const unitDays: readonly [RegExp, number][] = [
  [/^d(?:ays?)?$/, 1],
  [/^(?:weeks?|wks?|w)$/, 7],
  [/^fortnights?$/, 14],
  [/^(?:months?|mo)$/, 30],
]
const longest = 3650

const amount = String.raw`\d{1,4}|a couple of|couple of|one more|another|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fourteen|twenty|thirty|ninety`
const unit = `days?|weeks?|wks?|fortnights?|months?|hours?|hrs?|[dwh]|mo`
const duration = new RegExp(String.raw`(?<![\w.,/-])(${amount})(?: |-)?(${unit})\b(?!\.\d)`, 'g')

/** "3 days ago", "in two weeks", "every day", "the last 7 days": a time, but not how long. */
const notHowLongBefore =
  /(?:\bin|\bevery|\beach|\blast|\bpast|\bprevious|\bsince|\bwithin|\bafter|\bbefore|\bhalf|\bper|\btimes|\bor|\bmaybe|\bperhaps|\bto|\bnot|\bless than|\bmore than|\bover|[-–~±])(?: the| about| around)? ?$/
const notHowLongAfter = /^ ?(?:ago|old|later|earlier|from now|back|of leave|off|trial|or\b|to \d|notice|[-–] ?\d)/
const orMore =
  /\b(?:few|several|some|many|rest of|one or two|two or three|half)\b[^.;]{0,12}\b(?:days?|weeks?|months?)\b/
const range = /\d{1,4} ?(?:-|–|to|or) ?\d{1,4} ?(?:days?|weeks?|months?|d\b|w\b)/

function daysOf(count: string, unitWord: string): number | undefined {
  const n = /^\d/.test(count) ? Number(count) : numbers.get(count)
  if (n === undefined) return undefined
  if (/^h/.test(unitWord)) return n > 0 && n % 24 === 0 ? n / 24 : undefined
  const days = unitDays.find(([pattern]) => pattern.test(unitWord))?.[1]
  return days === undefined ? undefined : n * days
}

const sensible = (days: number | undefined): number | undefined =>
  days !== undefined && Number.isInteger(days) && days >= 1 && days <= longest ? days : undefined

/** The only one of the values, if they agree. */
const agreed = (values: readonly number[]): number | undefined => {
  const [first] = values
  return new Set(values).size === 1 ? sensible(first) : undefined
}

function spokenDurations(text: string): { found: number[]; afterFor: number[]; unclear: boolean } {
  const found: number[] = []
  const afterFor: number[] = []
  let unclear = false
  for (const match of text.matchAll(duration)) {
    const before = text.slice(Math.max(0, match.index - 24), match.index)
    const after = text.slice(match.index + match[0].length, match.index + match[0].length + 16)
    if (notHowLongBefore.test(before) || notHowLongAfter.test(after)) continue
    const days = daysOf(match[1] ?? '', match[2] ?? '')
    if (days === undefined) unclear = true
    else {
      found.push(days)
      if (/\bfor (?:only |just |exactly |about |the next |at most |max )?$/.test(before)) afterFor.push(days)
    }
  }
  if (/\bfor (?:the|one|today's) day\b|\bfor today\b|\bjust today\b|\bonly today\b/.test(text)) afterFor.push(1)
  return { found: [...found, ...(found.length === 0 ? afterFor : [])], afterFor, unclear }
}

/** 01/09 is January to some and September to others. */
const eitherWay = (phrase: string): boolean => {
  const parts = /\b(\d{1,2})[/.](\d{1,2})\b/.exec(phrase)
  return parts !== null && Number(parts[1]) <= 12 && Number(parts[2]) <= 12 && parts[1] !== parts[2]
}

function daysUntil(text: string, when: When): number | undefined | 'not said' {
  const until = /\b(?:until|till|til|through|up to|to the end of|by the end of)\b (.{1,40})/.exec(text)
  if (until === null) return 'not said'
  const phrase = until[1] ?? ''
  if (eitherWay(phrase)) return undefined
  const here = DateTime.fromJSDate(when.now, { zone: when.zone })
  if (!here.isValid) return undefined
  const [result, other] = chrono.parse(phrase, { instant: when.now, timezone: here.offset }, { forwardDate: true })
  if (result === undefined || other !== undefined || result.index > 8 || result.end) return undefined
  // A bare hour, or a month or year without a day, is not a day.
  if (!result.start.isCertain('day') && !result.start.isCertain('weekday')) return undefined
  const [year, month, day] = [result.start.get('year'), result.start.get('month'), result.start.get('day')]
  if (year === null || month === null || day === null) return undefined
  const end = DateTime.fromObject({ year, month, day }, { zone: when.zone })
  return sensible(Math.max(end.diff(here.startOf('day'), 'days').days, phrase.startsWith('today') ? 1 : 0))
}

/** Whole days, or undefined where nothing, or nothing clear, is said about how long. */
export function findDays(text: string, when: When): number | undefined {
  const plain = text.slice(0, 1000).normalize('NFKC').toLowerCase().replace(/\s+/g, ' ')
  if (orMore.test(plain) || range.test(plain) || /\d[.,]\d+ ?(?:days?|weeks?|months?|d\b|w\b)/.test(plain))
    return undefined
  const { found, afterFor, unclear } = spokenDurations(plain)
  const until = daysUntil(plain, when)
  if (until === undefined || (until !== 'not said' && found.length > 0))
    return until === undefined ? undefined : agreed([until, ...found])
  if (until !== 'not said') return until
  if (afterFor.length > 0) return agreed(afterFor)
  return unclear ? undefined : agreed(found)
}
