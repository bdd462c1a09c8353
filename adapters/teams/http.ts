// Requests to Microsoft: one attempt, a deadline, no redirects, and no more of the answer than it can honestly have.
import { unavailable } from './failure.ts'
import { type Fields, fields, text } from './payload.ts'

const patienceMs = 10_000
const longestAnswer = 4 * 1024 * 1024

export interface Answer {
  status: number
  contentType: string
  text: string
}

export interface Call {
  method: string
  headers: Record<string, string>
  body?: string | undefined
}

export async function send(url: string, { method, headers, body }: Call): Promise<Answer> {
  try {
    const response = await fetch(url, {
      method,
      headers,
      redirect: 'manual',
      signal: AbortSignal.timeout(patienceMs),
      ...(body === undefined ? {} : { body }),
    })
    const contentType = response.headers.get('content-type') ?? ''
    return { status: response.status, contentType, text: await readText(response) }
  } catch {
    // What undici knows about the failure can hold the address and headers, so it is not kept.
    throw unavailable('no answer')
  }
}

async function readText(response: Response): Promise<string> {
  const decoder = new TextDecoder()
  let read = ''
  for await (const part of response.body ?? []) {
    read += decoder.decode(part, { stream: true })
    if (read.length > longestAnswer) throw new RangeError('the answer is too long')
  }
  return read + decoder.decode()
}

/** The answer's JSON object, or an empty one. */
export function bodyOf(answer: Answer): Fields {
  try {
    return fields(JSON.parse(answer.text))
  } catch {
    return {}
  }
}

/** A code that Microsoft made up, and nothing else: it goes into logs and errors. */
export const codeIn = (value: unknown): string | undefined => {
  const code = text(value)
  return code !== undefined && /^\w{1,60}$/.test(code) ? code : undefined
}
