// Several listeners on one port: Node takes in one newcomer a turn from each, and a flood of them outruns a single one.
import { once } from 'node:events'
import { type AddressInfo, createServer, type Server } from 'node:net'

export interface ListenAt {
  /** 0: any that is free. */
  port: number
  host: string
  /** How many newcomers the kernel holds for each until their turn. */
  backlog: number
}

/** Elsewhere several cannot have one port. */
const several = process.platform === 'linux' ? 8 : 1

/** Throws when somebody else has the port. Answers with all of them, and the port that was taken. */
export async function listenAt<One extends Server>(
  make: () => One,
  { port, host, backlog }: ListenAt,
): Promise<{ servers: One[]; port: number }> {
  if (port !== 0) await mustBeFree(port, host)
  const servers = Array.from({ length: several }, make)
  let taken = port
  for (const server of servers) taken = await opened(server, { port: taken, host, backlog, reusePort: several > 1 })
  return { servers, port: taken }
}

/** What shares a port would share it with another process of the same user as well, and take half of its visitors. */
async function mustBeFree(port: number, host: string): Promise<void> {
  const alone = createServer()
  await opened(alone, { port, host })
  await closed(alone)
}

async function opened(server: Server, how: Partial<ListenAt> & { reusePort?: boolean }): Promise<number> {
  server.listen(how)
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

export async function closed(server: Server): Promise<void> {
  const over = once(server, 'close')
  server.close()
  await over
}
