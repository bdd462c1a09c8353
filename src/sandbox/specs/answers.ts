// Records one successful answer of every endpoint of a freshly started sandbox.
import { sandboxKey } from '../keys.ts'
import { bases } from '../route.ts'
import { routes } from '../routes.ts'
import { callName, samples } from '../samples.ts'
import { startSandbox } from '../server.ts'

export type Answers = Map<string, { status: number; body: unknown; isText: boolean; headers: Headers }>

export async function recordAnswers(): Promise<Answers> {
  const sandbox = await startSandbox()
  const answers: Answers = new Map()
  try {
    for (const [call, sampleOf] of Object.entries(samples)) {
      const route = routes.find((one) => callName(one) === call)
      if (!route) continue
      const { params = {}, query, body } = sampleOf(sandbox.state)
      const path = route.path.replace(/\{(\w+)\}/g, (_all, name: string) => params[name] ?? '')
      const response = await fetch(`${sandbox.url}${bases[route.api]}${path}${query ? `?${query}` : ''}`, {
        method: route.method,
        headers: { 'x-api-key': sandboxKey, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
      const isText = !response.headers.get('content-type')?.includes('json')
      const text = await response.text()
      answers.set(call, {
        status: response.status,
        body: isText ? text : JSON.parse(text),
        isText,
        headers: response.headers,
      })
    }
  } finally {
    await sandbox.close()
  }
  return answers
}
