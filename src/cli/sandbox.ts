// `sandbox`: starts the local JumpCloud alone and says how to reach it.
import { once } from 'node:events'
import { Command, InvalidArgumentError } from 'commander'
import { application } from '../sandbox/issuer/application.ts'
import { latchkeyKey } from '../sandbox/keys.ts'
import { startSandbox } from '../sandbox/server.ts'
import { signedInPath } from '../web/signed-in.ts'

export const sandboxCommand = (): Command =>
  new Command('sandbox')
    .description('start a local JumpCloud with an invented company')
    .option('--port <number>', 'the port to listen on; 0 takes a free one', portOf, 3999)
    .action(async ({ port }: { port: number }) => {
      const sandbox = await startSandbox({ port, redirects: [`http://localhost:3000${signedInPath}`] })
      const { url, state, issuer } = sandbox
      process.stdout.write(
        `${state.organisation.displayName}, a local JumpCloud with ${state.users.size} invented people, is at ${url}\n\n` +
          `  JUMPCLOUD_CONSOLE_URL=${url} JUMPCLOUD_INSIGHTS_URL=${url} JUMPCLOUD_API_KEY=${latchkeyKey}\n\n` +
          `  JUMPCLOUD_OIDC_ISSUER=${issuer} JUMPCLOUD_OIDC_CLIENT_ID=${application.id} JUMPCLOUD_OIDC_CLIENT_SECRET=${application.secret} PUBLIC_URL=http://localhost:3000\n\n` +
          `  the directory  ${url}/_sandbox/state\n` +
          `  every call     ${url}/_sandbox/journal\n` +
          `  all keys       ${url}/_sandbox/keys\n\n` +
          'Stop it with Ctrl+C; nothing is kept.\n',
      )
      await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')])
      await sandbox.close()
    })

function portOf(text: string): number {
  const port = Number(text)
  if (!/^\d+$/.test(text) || port > 65_535) throw new InvalidArgumentError('A port is a number from 0 to 65535.')
  return port
}
