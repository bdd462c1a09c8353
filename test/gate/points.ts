// A core that stops at every point where something else may happen in the meantime: each read of the directory, each call that
// is about to leave, and the crash points between a commit and an effect.
import type { GateCore, ProofCore } from '../../src/core.ts'
import type { Directory } from '../../src/directory.ts'

type Core = GateCore & ProofCore

export function stoppingAt(core: Core, reach: (point: string) => Promise<void>): Core {
  const reads = Object.entries(core.directory).map(([name, read]) => [
    name,
    async (...of: unknown[]) => {
      await reach(`reads ${name}`)
      return (read as (...of: unknown[]) => unknown)(...of)
    },
  ])
  return {
    ...core,
    directory: Object.fromEntries(reads) as Directory,
    writer: {
      async call(endpoint, how) {
        await reach(`calls ${endpoint.method} ${endpoint.path}`)
        return core.writer.call(endpoint, how)
      },
    },
    crashPoints: { reach },
  }
}
