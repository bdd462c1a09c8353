// Softmax regression by plain gradient steps: small enough to be learnt at every start, the same way each time.
import type { Vector } from './features.ts'

export interface Lesson {
  vector: Vector
  /** Position of the class. */
  label: number
  weight: number
}

/** Probabilities of the classes. */
export type Scorer = (vector: Vector) => Float64Array

interface Options {
  classes: number
  features: number
  rounds: number
  rate: number
  /** How strongly weights are pulled towards zero, per round. */
  decay: number
}

/** Below this error a class learns nothing from a lesson: most of the work of later rounds falls away. */
const negligible = 0.004

/** A fixed order that mixes the classes; chance would make two starts differ. */
function mixed(count: number, round: number): number[] {
  const order = Array.from({ length: count }, (_, i) => i)
  let state = 12345 + round * 7919
  for (let i = count - 1; i > 0; i -= 1) {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0
    const j = (state >>> 8) % (i + 1)
    const held = order[i] ?? 0
    order[i] = order[j] ?? 0
    order[j] = held
  }
  return order
}

function softmax(scores: Float64Array): void {
  let highest = Number.NEGATIVE_INFINITY
  for (const score of scores) if (score > highest) highest = score
  let sum = 0
  for (let i = 0; i < scores.length; i += 1) {
    const raised = Math.exp((scores[i] ?? 0) - highest)
    scores[i] = raised
    sum += raised
  }
  for (let i = 0; i < scores.length; i += 1) scores[i] = (scores[i] ?? 0) / sum
}

function score(vector: Vector, weights: Float32Array, bias: Float64Array, into: Float64Array): void {
  const classes = bias.length
  into.set(bias)
  for (let f = 0; f < vector.at.length; f += 1) {
    const value = vector.value[f] ?? 0
    const base = (vector.at[f] ?? 0) * classes
    for (let c = 0; c < classes; c += 1) into[c] = (into[c] ?? 0) + value * (weights[base + c] ?? 0)
  }
  softmax(into)
}

/** Moves the weights of the classes in `wrong` against their `changes`; feature by feature, as the weights lie in memory. */
function step(
  vector: Vector,
  weights: Float32Array,
  classes: number,
  wrong: readonly number[],
  changes: readonly number[],
): void {
  for (let f = 0; f < vector.at.length; f += 1) {
    const value = vector.value[f] ?? 0
    const base = (vector.at[f] ?? 0) * classes
    for (let w = 0; w < wrong.length; w += 1) {
      const position = base + (wrong[w] ?? 0)
      weights[position] = (weights[position] ?? 0) - value * (changes[w] ?? 0)
    }
  }
}

export function learn(lessons: readonly Lesson[], options: Options): Scorer {
  const { classes, features, rounds, rate, decay } = options
  const weights = new Float32Array(features * classes)
  const bias = new Float64Array(classes)
  const probabilities = new Float64Array(classes)
  for (let round = 0; round < rounds; round += 1) {
    const pace = rate / (1 + 0.15 * round)
    for (const i of mixed(lessons.length, round)) {
      const lesson = lessons[i]
      if (lesson === undefined) continue
      score(lesson.vector, weights, bias, probabilities)
      const wrong: number[] = []
      const changes: number[] = []
      for (let c = 0; c < classes; c += 1) {
        const error = (probabilities[c] ?? 0) - (c === lesson.label ? 1 : 0)
        if (Math.abs(error) < negligible) continue
        const change = pace * error * lesson.weight
        wrong.push(c)
        changes.push(change)
        bias[c] = (bias[c] ?? 0) - 0.1 * change
      }
      step(lesson.vector, weights, classes, wrong, changes)
    }
    if (decay > 0) for (let w = 0; w < weights.length; w += 1) weights[w] = (weights[w] ?? 0) * (1 - decay)
  }
  return (vector) => {
    const result = new Float64Array(classes)
    score(vector, weights, bias, result)
    return result
  }
}
