// Reads JumpCloud's API descriptions from a folder: Swagger 2.0 and OpenAPI 3, JSON and YAML.
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parse } from 'yaml'
import { objectOf } from '../route.ts'
import { nameOfCall } from '../samples.ts'

export type Doc = Record<string, unknown>

export interface Operation {
  file: string
  /** As `callName` writes it. */
  call: string
  doc: Doc
  operation: Doc
}

export interface Specs {
  operations: Operation[]
  /** Files of the folder that describe no API, or cannot be read. */
  skipped: { file: string; why: string }[]
}

export async function loadSpecs(folder: string): Promise<Specs> {
  const specs: Specs = { operations: [], skipped: [] }
  const names = (await readdir(folder)).filter((name) => /\.(json|ya?ml)$/i.test(name)).sort()
  for (const file of names) {
    const doc = await read(join(folder, file))
    if (doc instanceof Error) specs.skipped.push({ file, why: doc.message.split('\n')[0] ?? '' })
    else if (!('paths' in doc)) specs.skipped.push({ file, why: 'describes no paths' })
    else specs.operations.push(...operationsOf(file, doc))
  }
  return specs
}

async function read(path: string): Promise<Doc | Error> {
  try {
    const text = await readFile(path, 'utf8')
    return objectOf(path.endsWith('.json') ? JSON.parse(text) : parse(text, { maxAliasCount: -1 }))
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  }
}

const methods = ['get', 'post', 'put', 'patch', 'delete']

function operationsOf(file: string, doc: Doc): Operation[] {
  return Object.entries(objectOf(doc.paths)).flatMap(([path, item]) =>
    methods.flatMap((method) => {
      const operation = objectOf(item)[method]
      if (typeof operation !== 'object') return []
      return basePaths(doc).map((base) => ({
        file,
        call: nameOfCall(method, base + path),
        doc,
        operation: objectOf(operation),
      }))
    }),
  )
}

/** `basePath` of Swagger 2.0; of OpenAPI 3 the paths of its servers, which here differ only by region. */
function basePaths(doc: Doc): string[] {
  const given =
    typeof doc.basePath === 'string'
      ? [doc.basePath]
      : [doc.servers ?? []].flat().map((server) => pathOf(String(objectOf(server).url ?? '')))
  const trimmed = given.map((base) => base.replace(/\/+$/, ''))
  return trimmed.length === 0 ? [''] : [...new Set(trimmed)]
}

const pathOf = (url: string): string => url.replace(/^[a-z]+:\/\/[^/]*/i, '')

/** Follows `#/a/b` in its document. */
export function resolve(doc: Doc, value: unknown): Doc {
  const { $ref } = objectOf(value)
  if (typeof $ref !== 'string') return objectOf(value)
  const parts = $ref.replace(/^#\//, '').split('/')
  const names = parts.map((part) => decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~'))
  return resolve(
    doc,
    names.reduce<unknown>((at, name) => objectOf(at)[name], doc),
  )
}

/** What the description says of an answer: undefined when it lists no such status, `schema` absent when it says no more. */
export function responseOf({ doc, operation }: Operation, status: number): { schema?: unknown } | undefined {
  const responses = objectOf(operation.responses)
  const found = responses[String(status)] ?? responses[`${String(status)[0]}XX`] ?? responses.default
  if (found === undefined) return undefined
  const response = resolve(doc, found)
  const content = objectOf(response.content)
  const media = content['application/json'] ?? Object.values(content)[0]
  const schema = response.schema ?? objectOf(media).schema
  return schema === undefined ? {} : { schema }
}
