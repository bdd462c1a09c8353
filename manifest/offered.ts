// What is offered before anybody has written a word: few skills, the ones that help with one press first.
import { type Skill, titleOf } from '../src/skill.ts'
import { english } from '../src/words/render.ts'

export type Skills = ReadonlyMap<string, Pick<Skill, 'title' | 'examples' | 'input' | 'uses' | 'isPublic'>>

export interface Offered {
  title: string
  /** What to write for it: the author's first example; what needs a form is asked for by its name, which names no one thing. */
  words: string
}

/** What needs no form before what needs one; what does or looks something up before what only tells; help where it fits. */
export function offered(skills: Skills, most: number, keep: 'all' | 'personal' = 'all'): Offered[] {
  const cost = ({ input, uses }: { input: Skill['input']; uses: Skill['uses'] }): number =>
    Object.keys(input.shape).length + (uses.length > 0 ? 0 : 10)
  const all = [...skills.values()]
  const general = keep === 'all' ? all.filter(({ isPublic }) => isPublic) : []
  const personal = all.filter(({ isPublic }) => !isPublic).toSorted((a, b) => cost(a) - cost(b))
  return [...personal.slice(0, Math.max(0, most - general.length)), ...general].slice(0, most).map(wordsOf)
}

function wordsOf(skill: { title: string; examples: readonly string[]; input: Skill['input'] }): Offered {
  const title = english(titleOf(skill))
  const isAskedAtOnce = Object.keys(skill.input.shape).length === 0
  return { title, words: (isAskedAtOnce && skill.examples[0]) || title }
}
