// Reads the raw bytes of one request up to a limit that holds before anybody is asked who they are.
import type { IncomingMessage } from 'node:http'

const longestBody = 256 * 1024

export function readRaw(request: IncomingMessage): Promise<Buffer | 'too-large' | 'gone'> {
  const { promise, resolve } = Promise.withResolvers<Buffer | 'too-large' | 'gone'>()
  const parts: Buffer[] = []
  let length = 0
  const refuse = () => {
    parts.length = 0
    resolve('too-large')
  }
  if (Number(request.headers['content-length'] ?? 0) > longestBody) refuse()
  request.on('data', (part: Buffer) => {
    length += part.length
    if (length > longestBody) refuse()
    else parts.push(part)
  })
  request.on('end', () => resolve(Buffer.concat(parts)))
  request.on('close', () => resolve('gone'))
  request.on('error', () => resolve('gone'))
  return promise
}
