// What was learnt: which skill a text asks for, and whether it asks for anything of ours at all.
import type { RouterData } from './data/row.ts'
import { spellings } from './data/words.ts'
import { createVectors, ideasOf } from './features.ts'
import { normalise } from './normalise.ts'
import { type Lesson, learn } from './regression.ts'
import { createRepair } from './repair.ts'

export interface Guess {
  skill: string
  probability: number
}

export interface Reading {
  /** Every class the router knows, most likely first; a class need not be a skill that exists. */
  guesses: Guess[]
  /** How likely the text is about accounts, groups or requests at all. */
  inside: number
  /** The ideas that were recognised in the text; none means that nothing of it is familiar. */
  ideas: string[]
  /** The normalised words: equal keys are the same text. */
  key: string
}

export interface Model {
  read(text: string): Reading
  /** The key of a text before typing errors are repaired. */
  keyOf(text: string): string
}

const countWords = (texts: readonly (readonly string[])[]): Map<string, number> => {
  const counts = new Map<string, number>()
  for (const words of texts) for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1)
  return counts
}

/** Frequent classes count a little less each, rare ones a little more, so that no skill wins by its number of rows. */
const classWeight = (rows: number, average: number): number => Math.sqrt(average / rows)

export function learnModel(examples: RouterData['rows'], data: RouterData): Model {
  const rows = [...examples, ...data.rows].map((row) => ({ skill: row.skill, words: normalise(row.text).words }))
  const outsideWords = data.outside.map((text) => normalise(text).words)
  const repairWord = createRepair(countWords([...rows.map((row) => row.words), ...outsideWords, [...spellings.keys()]]))
  // A repaired word may be another spelling: "grups" is "groups" is "group".
  const repair = (word: string): string[] => {
    const repaired = repairWord(word)
    return repaired === word ? [word] : (spellings.get(repaired) ?? repaired).split(' ')
  }
  const vectors = createVectors()

  const skills = [...new Set(rows.map((row) => row.skill))].sort()
  const perSkill = countWords(rows.map((row) => [row.skill]))
  const average = rows.length / Math.max(1, skills.length)
  const lessons: Lesson[] = rows.map((row) => ({
    vector: vectors.learn(row.words),
    label: skills.indexOf(row.skill),
    weight: classWeight(perSkill.get(row.skill) ?? 1, average),
  }))
  const outsideVectors = outsideWords.map((words) => vectors.learn(words))
  const half = (rows.length + outsideVectors.length) / 2
  const gateLessons: Lesson[] = [
    ...lessons.map((lesson) => ({ vector: lesson.vector, label: 1, weight: half / Math.max(1, lessons.length) })),
    ...outsideVectors.map((vector) => ({ vector, label: 0, weight: half / Math.max(1, outsideVectors.length) })),
  ]
  const features = vectors.size()
  const which = learn(lessons, { classes: skills.length, features, rounds: 8, rate: 1.6, decay: 0.002 })
  const whether = learn(gateLessons, { classes: 2, features, rounds: 7, rate: 0.8, decay: 0.002 })

  return {
    keyOf: (text) => normalise(text).words.join(' '),
    read(text) {
      const words = normalise(text).words.flatMap(repair)
      const vector = vectors.of(words)
      // Nothing of it was ever seen: any guess would only be the most frequent class.
      if (vector.at.length === 0) return { guesses: [], inside: 0, ideas: [], key: words.join(' ') }
      const probabilities = which(vector)
      const guesses = skills.map((skill, i) => ({ skill, probability: probabilities[i] ?? 0 }))
      guesses.sort((a, b) => b.probability - a.probability)
      return { guesses, inside: whether(vector)[1] ?? 0, ideas: ideasOf(words), key: words.join(' ') }
    },
  }
}
