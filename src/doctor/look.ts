// One look at an address over HTTP: short, never followed elsewhere, never repeated. What cannot be reached says why.
import { createLines, type Outgoing, type Sent, send } from '../jumpcloud/send.ts'

const patienceMs = 8_000

export async function look({
  url,
  method = 'GET',
  headers = {},
  body,
}: Pick<Outgoing, 'url'> & Partial<Outgoing>): Promise<Sent> {
  const lines = createLines(1, patienceMs)
  try {
    const said = { accept: 'application/json, text/plain', 'user-agent': 'latchkey', ...headers }
    return await send(lines.reads, { url, method, headers: said, body }, { timeoutMs: patienceMs })
  } finally {
    await lines.close()
  }
}

/** A form's answer as the fields of its JSON; nothing readable is no field. */
export function fieldsOf(sent: Sent): Record<string, unknown> {
  if (sent.kind === 'failed') return {}
  try {
    const body: unknown = JSON.parse(sent.text)
    return typeof body === 'object' && body !== null ? { ...body } : {}
  } catch {
    return {}
  }
}
