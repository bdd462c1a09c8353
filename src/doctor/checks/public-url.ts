// Whether Slack and Teams can reach this Latchkey: its public address, https, and back to this very process or port.
import { randomBytes } from 'node:crypto'
import { isByNumber, isLoopback } from '../../config/address.ts'
import { createLog } from '../../log.ts'
import { facesPeople } from '../../roles.ts'
import { createWebServer } from '../../web/server.ts'
import { text } from '../../words/text.ts'
import type { CheckDeps, Finding } from '../finding.ts'
import { look } from '../look.ts'

type Deps = Pick<CheckDeps, 'config' | 'role'>

export const check = async (deps: Deps): Promise<Finding[]> => [...passkeysAt(deps.config), ...(await reachable(deps))]

/** An IP address is no relying party (WebAuthn, "RP ID"), whoever reaches it. */
function passkeysAt({ publicUrl: url }: Deps['config']): Finding[] {
  if (url === undefined || !isByNumber(new URL(url))) return []
  return [{ level: 'warning', what: text('doctor.url-ip', { url }), cure: text('doctor.url-ip-cure') }]
}

async function reachable({ config, role }: Deps): Promise<Finding[]> {
  const { publicUrl, slack, teams, port } = config
  if (!facesPeople(role) || (!slack && !teams)) return [{ level: 'note', what: text('doctor.url-unused') }]
  const isNeeded = teams !== undefined || slack?.appToken === undefined
  if (publicUrl === undefined) {
    if (!isNeeded) return [{ level: 'good', what: text('doctor.url-not-needed') }]
    return [{ level: 'error', what: text('doctor.url-missing'), cure: text('doctor.set-url') }]
  }
  const url = new URL(publicUrl)
  if (isLoopback(url))
    return [
      {
        level: isNeeded ? 'error' : 'warning',
        what: text('doctor.url-local', { url: publicUrl }),
        cure: text('doctor.set-url'),
      },
    ]
  return [await reached(publicUrl, port, isNeeded)]
}

/** Where nothing listens yet, this check answers for a moment, with a word that nobody else can know. */
export async function reached(publicUrl: string, port: number, isNeeded: boolean): Promise<Finding> {
  const word = randomBytes(16).toString('hex')
  const web = createWebServer({ log: createLog({ level: 'silent', secrets: [] }), isReady: async () => false })
  web.app.get(`/doctor/${word}`, (_request, response) => void response.type('text').send(word))
  const isRunning = await web.listen(port, '0.0.0.0').then(
    () => false,
    () => true,
  )
  try {
    const sent = await look({ url: isRunning ? `${publicUrl}/healthz` : `${publicUrl}/doctor/${word}` })
    const isOurs = sent.kind === 'answer' && sent.status === 200 && sent.text === (isRunning ? 'ok' : word)
    if (isOurs)
      return { level: 'good', what: text(isRunning ? 'doctor.url-running' : 'doctor.url-good', { url: publicUrl }) }
    const level = isNeeded ? 'error' : 'warning'
    return sent.kind === 'failed'
      ? {
          level,
          what: text('doctor.url-silent', { url: publicUrl, reason: sent.reason }),
          cure: text('doctor.open-url', { port }),
        }
      : {
          level,
          what: text('doctor.url-other', { url: publicUrl, status: sent.status }),
          cure: text('doctor.forward-url', { port }),
        }
  } finally {
    if (!isRunning) await web.close()
  }
}
