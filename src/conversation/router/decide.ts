// From what was read to what is proposed: act, ask "did you mean", or say that nothing was recognised.
import type { Guess, Reading } from './model.ts'

export interface KnownSkill {
  name: string
  title: string
  examples: readonly string[]
  /** True when the skill proposes a plan; such a skill needs a surer text than one that only answers. */
  changesState: boolean
}

/** The bars a text must clear. A wrong card that would change something costs more than one question. */
const bars = {
  changing: { probability: 0.65, lead: 0.35, inside: 0.65 },
  reading: { probability: 0.45, lead: 0.15, inside: 0.35 },
} as const
/** Below this, a text is not about our subject and no question is worth asking. */
const askFrom = 0.3
const worthNaming = 0.06
const mostNamed = 3

export type Decision =
  | { kind: 'act'; skill: string; confidence: number }
  | { kind: 'clarify'; skills: string[] }
  | { kind: 'none'; skills: string[] }

/** The likeliest of the skills that exist and that this person may use. */
const named = (guesses: readonly Guess[], usable: ReadonlyMap<string, KnownSkill>, least: number): string[] =>
  guesses
    .filter((guess) => usable.has(guess.skill) && guess.probability >= least)
    .slice(0, mostNamed)
    .map((guess) => guess.skill)

export function decide(
  reading: Reading,
  usable: ReadonlyMap<string, KnownSkill>,
  smallTalk: ReadonlySet<string>,
): Decision {
  const [first, second] = reading.guesses
  if (first === undefined || reading.key === '') return { kind: 'none', skills: [] }
  const skill = usable.get(first.skill)
  if (skill === undefined) {
    if (smallTalk.has(first.skill) && first.probability > 0.5) return { kind: 'none', skills: [] }
    return { kind: 'none', skills: reading.inside < askFrom ? [] : named(reading.guesses, usable, worthNaming) }
  }
  const bar = skill.changesState ? bars.changing : bars.reading
  const lead = first.probability - (second?.probability ?? 0)
  const familiar = !skill.changesState || reading.ideas.length > 0
  if (first.probability >= bar.probability && lead >= bar.lead && reading.inside >= bar.inside && familiar) {
    return { kind: 'act', skill: first.skill, confidence: Math.min(first.probability, reading.inside) }
  }
  const skills = named(reading.guesses, usable, worthNaming)
  return reading.inside >= askFrom && familiar ? { kind: 'clarify', skills } : { kind: 'none', skills }
}
