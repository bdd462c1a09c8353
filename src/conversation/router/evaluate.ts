// Measures a router on labelled texts: how often it is right, and how often it would propose what nobody asked for.
import type { EmbeddedRouter, KnownSkill, Routing } from './router.ts'

export interface Labelled {
  text: string
  /** A skill's name, or anything else for a text that no skill answers. */
  skill: string
}

export interface Figures {
  inScope: number
  outOfScope: number
  /** Shares of the texts in scope: the likeliest class is right, or one of the three likeliest. */
  top1: number
  top3: number
  /** Routed without a question, and how many of those were right. */
  acted: number
  actedRight: number
  /** Right at once, or among the buttons that the person sees. */
  withinOnePress: number
  /** In scope, but a card that would change something else was proposed. */
  wrongChange: number
  /** Out of scope, but a card that would change something was proposed. */
  falseChange: number
  /** What one text took, 95 of 100 at most, in milliseconds. For reading, not for asserting. */
  p95: number
  misses: { text: string; wanted: string; got: Routing }[]
}

const share = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole)

export async function evaluate(
  router: EmbeddedRouter,
  skills: readonly KnownSkill[],
  texts: readonly Labelled[],
): Promise<Figures> {
  const allowed = skills.map((skill) => skill.name)
  const changing = new Set(skills.filter((skill) => skill.changesState).map((skill) => skill.name))
  const count = { inScope: 0, top1: 0, top3: 0, acted: 0, actedRight: 0, onePress: 0, wrongChange: 0, falseChange: 0 }
  const took: number[] = []
  const misses: Figures['misses'] = []
  for (const { text, skill: wanted } of texts) {
    const started = performance.now()
    const got = await router.route(text, allowed)
    took.push(performance.now() - started)
    const right = got.kind === 'act' && got.skill === wanted
    const wrongly = got.kind === 'act' && !right && changing.has(got.skill)
    if (!allowed.includes(wanted)) {
      if (wrongly) {
        count.falseChange += 1
        misses.push({ text, wanted, got })
      }
      continue
    }
    const likeliest = router
      .read(text)
      .guesses.slice(0, 3)
      .map((guess) => guess.skill)
    const offered = got.kind === 'act' ? right : got.kind !== 'screened' && got.skills.includes(wanted)
    count.inScope += 1
    if (likeliest[0] === wanted) count.top1 += 1
    if (likeliest.includes(wanted)) count.top3 += 1
    if (got.kind === 'act') count.acted += 1
    if (right) count.actedRight += 1
    if (offered) count.onePress += 1
    if (wrongly) count.wrongChange += 1
    if (!right) misses.push({ text, wanted, got })
  }
  took.sort((a, b) => a - b)
  const outOfScope = texts.length - count.inScope
  return {
    inScope: count.inScope,
    outOfScope,
    top1: share(count.top1, count.inScope),
    top3: share(count.top3, count.inScope),
    acted: share(count.acted, count.inScope),
    actedRight: share(count.actedRight, count.acted),
    withinOnePress: share(count.onePress, count.inScope),
    wrongChange: share(count.wrongChange, count.inScope),
    falseChange: share(count.falseChange, outOfScope),
    p95: took[Math.floor(took.length * 0.95)] ?? 0,
    misses,
  }
}

/** Examples that the model alone would not route to their own skill, each with what it was taken for. */
export function misroutedExamples(
  router: EmbeddedRouter,
  skills: readonly KnownSkill[],
): { skill: string; example: string; got: string }[] {
  return skills.flatMap((skill) =>
    skill.examples.flatMap((example) => {
      const got = router.read(example).guesses[0]?.skill ?? 'nothing'
      return got === skill.name ? [] : [{ skill: skill.name, example, got }]
    }),
  )
}
