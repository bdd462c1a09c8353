// Draws a skill's form from its zod schema, from our own store and configuration alone: it must open at once.
import { z } from 'zod'
import { days } from '../clock.ts'
import { fieldKinds } from '../fields.ts'
import type { Organisation } from '../organisation/organisation.ts'
import type { Field, Form } from '../reply.ts'
import { type Skill, titleOf } from '../skill.ts'
import { en } from '../words/en/index.ts'
import { type Text, text, type WordKey } from '../words/text.ts'

/** What a JSON Schema says about one field, with our own `field` and `label` beside it. */
const property = z.object({
  type: z.string().optional(),
  enum: z.array(z.string()).optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  maxLength: z.number().optional(),
  field: z.enum(fieldKinds).catch('plain'),
  label: z.string().optional(),
})
const objectSchema = z.object({
  properties: z.record(z.string(), property).default({}),
  required: z.array(z.string()).default([]),
})

export interface FieldShape extends z.infer<typeof property> {
  name: string
  isRequired: boolean
}

export function shapesOf(skill: Pick<Skill, 'input'>): FieldShape[] {
  const { properties, required } = objectSchema.parse(z.toJSONSchema(skill.input, { io: 'input' }))
  return Object.entries(properties).map(([name, shape]) => ({ ...shape, name, isRequired: required.includes(name) }))
}

const isWord = (key: string): key is WordKey => Object.hasOwn(en, key)

function labelOf({ name, label }: Pick<FieldShape, 'name' | 'label'>): Text {
  const key = `field.${name}`
  return isWord(key) ? text(key) : text('plain', { words: label ?? name })
}

/** `isForOther`: somebody else was named already, so the form does not ask for whom. */
export function formOf(
  skill: Skill,
  organisation: Organisation,
  given: Record<string, unknown>,
  isForOther: boolean,
): Form {
  const fields = shapesOf(skill).map((shape) => drawn(shape, organisation, given))
  if (skill.about === 'anyone' && !isForOther)
    fields.push({
      kind: 'line',
      name: 'for',
      label: text('field.for'),
      hint: text('field.for-hint'),
      required: false,
      maxLength: 200,
      initial: asText(given.for),
    })
  return { title: titleOf(skill), fields, submit: text('form.continue') }
}

const asText = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '')

function drawn(shape: FieldShape, organisation: Organisation, given: Record<string, unknown>): Field {
  const common = {
    name: shape.name,
    label: labelOf(shape),
    required: shape.isRequired,
    initial: asText(given[shape.name]),
  }
  if (shape.field === 'requestable-group') {
    const options = organisation.groups
      .filter(({ tier }) => tier === 'ordinary')
      .map(({ name, title }) => ({ value: name, label: text('plain', { words: title ?? name }) }))
    return { ...common, kind: 'choice', options }
  }
  if (shape.enum)
    return {
      ...common,
      kind: 'choice',
      options: shape.enum.map((value) => ({ value, label: text('plain', { words: value }) })),
    }
  if (shape.type === 'integer' || shape.type === 'number') {
    const usual = shape.field === 'days' && common.initial === '' ? usualDays(organisation, given) : common.initial
    return {
      ...common,
      initial: usual,
      kind: 'number',
      min: shape.minimum ?? 0,
      max: shape.maximum ?? Number.MAX_SAFE_INTEGER,
    }
  }
  return { ...common, kind: shape.field === 'reason' ? 'lines' : 'line', maxLength: shape.maxLength ?? 200 }
}

function usualDays({ groups }: Organisation, given: Record<string, unknown>): string {
  const group = groups.find(({ name }) => name === given.group)
  return group ? String(Math.max(1, Math.round(group.usualMs / days(1)))) : ''
}

export type Filled = { input: Record<string, unknown>; forWhom: string | undefined } | { errors: Record<string, Text> }

/** Reads what was typed into the form back through the same schema; every problem at once, each beside its field. */
export function readForm(skill: Skill, organisation: Organisation, values: Record<string, string>): Filled {
  const raw: Record<string, unknown> = {}
  for (const shape of shapesOf(skill)) {
    const value = values[shape.name]?.trim() ?? ''
    if (value === '') continue
    raw[shape.name] = shape.type === 'integer' || shape.type === 'number' ? Number(value) : value
  }
  const errors = problemsWith(skill, organisation, raw)
  if (Object.keys(errors).length > 0) return { errors }
  return { input: skill.input.parse(raw), forWhom: values.for?.trim() || undefined }
}

export function problemsWith(
  skill: Skill,
  organisation: Organisation,
  input: Record<string, unknown>,
): Record<string, Text> {
  const parsed = skill.input.safeParse(input)
  if (parsed.success) return skill.check(input, organisation)
  const errors: Record<string, Text> = {}
  for (const issue of parsed.error.issues)
    errors[String(issue.path[0] ?? '')] ??= problem(issue, input[String(issue.path[0] ?? '')])
  return errors
}

function problem(issue: z.core.$ZodIssue, value: unknown): Text {
  if (value === undefined) return text('field.needed')
  if (issue.code === 'too_small')
    return text(issue.origin === 'string' ? 'field.too-short' : 'field.too-small', { least: Number(issue.minimum) })
  if (issue.code === 'too_big')
    return text(issue.origin === 'string' ? 'field.too-long' : 'field.too-big', { most: Number(issue.maximum) })
  return text('field.not-understood')
}
