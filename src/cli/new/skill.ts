// A new skill: strict until its author decides otherwise, understood by five examples made from its name, and a test.
import { join } from 'node:path'
import { shippedData } from '../../conversation/router/data/shipped.ts'
import { createEmbeddedRouter } from '../../conversation/router/router.ts'
import { LatchkeyError } from '../../errors.ts'
import { loadSkills } from '../../skills.ts'
import { text } from '../../words/text.ts'
import { filled, type Made, phraseOf, requireFree, requireName, writeAll } from './made.ts'

/** The formatter's line. */
const widest = 120

export async function makeSkill(root: string, name: string): Promise<Made> {
  requireName('skill', name)
  const [file, test] = [`skills/${name}.ts`, `test/skills/${name}.test.ts`]
  requireFree(root, [file, test])
  const examples = examplesOf(name)
  await requireUnderstood(root, name, examples)
  const files = await writeAll(root, {
    [file]: filled('skill', name, { examples: listed(examples) }),
    [test]: filled('skill-test', name),
  })
  return {
    files,
    next: {
      first: text('new.skill-first', { file }),
      second: text('new.skill-second'),
      third: text('new.skill-third', { test }),
    },
  }
}

/** Placeholders: real people write otherwise, which the author knows better. */
function examplesOf(name: string): string[] {
  const phrase = phraseOf(name)
  return [phrase, `I want to ${phrase}`, `${phrase} for me`, `how do I ${phrase}`, `${phrase} is what I need`]
}

/** The router learns from examples, so it is asked with the new ones among the others: each must lead here. */
async function requireUnderstood(root: string, name: string, examples: readonly string[]): Promise<void> {
  if (shippedData.smallTalk.includes(name))
    throw new LatchkeyError('bad-input', { reason: text('new.reserved', { name }) })
  const others = [...(await loadSkills(join(root, 'skills')))].map(([one, of]) => ({
    name: one,
    title: of.title,
    examples: of.examples,
    changesState: true,
  }))
  const all = [...others, { name, title: name, examples, changesState: true }]
  const router = createEmbeddedRouter(all, shippedData)
  for (const example of examples) {
    const routing = await router.route(
      example,
      all.map((one) => one.name),
    )
    if (routing.kind === 'act' && routing.skill === name) continue
    const skill = routing.kind === 'clarify' ? routing.skills.find((one) => one !== name) : undefined
    throw new LatchkeyError('bad-input', {
      reason: skill ? text('new.taken', { example, skill }) : text('new.reserved', { name }),
    })
  }
}

/** As the formatter keeps it: on one line where that fits. */
function listed(examples: readonly string[]): string {
  const quoted = examples.map((example) => `'${example}'`)
  const line = `examples: [${quoted.join(', ')}]`
  return line.length + 3 <= widest ? line : `examples: [\n${quoted.map((one) => `    ${one},\n`).join('')}  ]`
}
