// Finds out what a text asks for. The embedded router learns at start from the skills' examples and the shipped rows.
// What it returns is a proposal: the person still confirms, and policy still decides.
import type { RouterData } from './data/row.ts'
import { decide, type KnownSkill } from './decide.ts'
import { learnModel, type Reading } from './model.ts'
import { type ScreenReason, screenText } from './screen.ts'

export type { RouterData } from './data/row.ts'
export type { KnownSkill } from './decide.ts'

export type Routing =
  | { kind: 'act'; skill: string; confidence: number }
  /** "Did you mean": one to three skills, likeliest first. */
  | { kind: 'clarify'; skills: string[] }
  /** Nothing recognised; at most three guesses that may still be worth showing next to the menu. */
  | { kind: 'none'; skills: string[] }
  /** The text tries to steer the machine; it is answered like `none` and recorded. */
  | { kind: 'screened'; why: ScreenReason }

export interface Router {
  /** Only skills in `allowed` are ever returned. Never throws because of the text. */
  route(text: string, allowed: readonly string[]): Promise<Routing>
}

export interface EmbeddedRouter extends Router {
  /** What the model alone makes of a text, for measuring. */
  read(text: string): Reading
}

const examplesByKey = (skills: readonly KnownSkill[], keyOf: (text: string) => string): Map<string, Set<string>> => {
  const byKey = new Map<string, Set<string>>()
  for (const skill of skills) {
    for (const example of skill.examples) {
      const key = keyOf(example)
      byKey.set(key, (byKey.get(key) ?? new Set()).add(skill.name))
    }
  }
  return byKey
}

export function createEmbeddedRouter(skills: readonly KnownSkill[], data: RouterData): EmbeddedRouter {
  const examples = skills.flatMap((skill) => skill.examples.map((text) => ({ skill: skill.name, text })))
  const model = learnModel(examples, data)
  const smallTalk = new Set(data.smallTalk)
  const byKey = examplesByKey(skills, model.keyOf)
  return {
    read: model.read,
    async route(text, allowed) {
      const why = screenText(text)
      if (why !== undefined) return { kind: 'screened', why }
      const usable = new Map(skills.filter((skill) => allowed.includes(skill.name)).map((skill) => [skill.name, skill]))
      // An example is a promise: typed as it stands, it is understood.
      const promised = [...(byKey.get(model.keyOf(text)) ?? [])].filter((name) => usable.has(name))
      const [only] = promised
      if (only !== undefined && promised.length === 1) return { kind: 'act', skill: only, confidence: 1 }
      if (promised.length > 1) return { kind: 'clarify', skills: promised.slice(0, 3) }
      return decide(model.read(text), usable, smallTalk)
    },
  }
}
