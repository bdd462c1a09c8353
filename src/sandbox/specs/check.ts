// The spec check: recorded answers and our own schemas against JumpCloud's descriptions, one finding for each.
import { z } from 'zod'
import type { Endpoint } from '../../jumpcloud/endpoint.ts'
import { callName, samples } from '../samples.ts'
import { type Answers, recordAnswers } from './answers.ts'
import { jsonSchema } from './convert.ts'
import { compareFields } from './fields.ts'
import { loadSpecs, type Operation, responseOf } from './load.ts'
import { answersInText, undescribed } from './quirks.ts'

export interface Finding {
  verdict: 'verified' | 'unverified' | 'wrong'
  call: string
  /** `answer`, or the name of our schema. */
  what: string
  /** The description that was compared; '' when none has the call. */
  file: string
  detail: string
}

/** An endpoint in use, and one of our schemas with the calls whose answers it reads. */
export interface InUse {
  endpoints: readonly Pick<Endpoint, 'api' | 'method' | 'path'>[]
  schemas: readonly { name: string; schema: z.ZodType; calls: readonly string[] }[]
}

export async function checkSpecs(folder: string, { endpoints, schemas }: InUse) {
  const { operations, skipped } = await loadSpecs(folder)
  const used = new Set(endpoints.map(callName))
  const answers = await recordAnswers()
  const validate = await validator()
  const findings: Finding[] = []
  for (const call of new Set([...Object.keys(samples), ...used])) {
    const described = operations.filter((operation) => operation.call === call)
    const add = (found: Omit<Finding, 'call'>) => findings.push({ call, ...found })
    const answer = answers.get(call)
    if (!answer) add({ verdict: 'wrong', what: 'answer', file: '', detail: 'in use, but the sandbox does not have it' })
    if (described.length === 0)
      add({ verdict: 'unverified', what: 'answer', file: '', detail: 'no file of the folder describes this call' })
    for (const operation of described) {
      if (answer) add({ what: 'answer', file: operation.file, ...judgeAnswer(operation, answer, validate) })
      for (const { name, schema, calls } of schemas)
        if (calls.includes(call)) add({ what: name, file: operation.file, ...judgeSchema(operation, schema) })
    }
  }
  return { findings, skipped }
}

type Judgement = Pick<Finding, 'verdict' | 'detail'>
type Validate = (schema: object, value: unknown) => string | undefined
type Answer = Answers extends Map<string, infer One> ? One : never

function judgeAnswer(operation: Operation, { status, body, isText }: Answer, validate: Validate): Judgement {
  const response = status < 400 ? responseOf(operation, status) : undefined
  if (!response) return { verdict: 'wrong', detail: `the sandbox answers ${status}, which is not described` }
  if (response.schema === undefined || (isText && answersInText.test(operation.call)))
    return { verdict: 'verified', detail: `${status}, no body described` }
  const problem = validate(jsonSchema(operation.doc, response.schema), body)
  return problem ? { verdict: 'wrong', detail: `${status}: ${problem}` } : { verdict: 'verified', detail: `${status}` }
}

function judgeSchema(operation: Operation, schema: z.ZodType): Judgement {
  const described = responseOf(operation, 200)?.schema
  if (described === undefined) return { verdict: 'unverified', detail: 'no body described' }
  const ours = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })
  const { fit, open, differ } = compareFields(ours, jsonSchema(operation.doc, described), undescribed(operation.call))
  if (differ.length > 0) return { verdict: 'wrong', detail: differ.join('; ') }
  const left = open.length > 0 ? `, not settled by the file: ${open.join(', ')}` : ''
  return { verdict: fit.length > 0 ? 'verified' : 'unverified', detail: `${fit.length} fields${left}` }
}

/** ajv is needed for development only, so it is loaded when it is used. */
async function validator(): Promise<Validate> {
  const [{ Ajv2020 }, formats] = await Promise.all([import('ajv/dist/2020.js'), import('ajv-formats')]).catch(
    (cause) => {
      throw new Error('check-specs needs ajv and ajv-formats: run `npm install` with development dependencies.', {
        cause,
      })
    },
  )
  const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: true })
  formats.default.default(ajv)
  return (schema, value) => {
    const matches = ajv.compile(schema)
    return matches(value) ? undefined : ajv.errorsText(matches.errors?.slice(0, 3), { dataVar: 'answer' })
  }
}
