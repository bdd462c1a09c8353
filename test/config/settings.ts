// A whole and valid environment for the tests of the configuration, and what a refused one says.
import { type Config, readConfig } from '../../src/config.ts'
import { hasCode } from '../../src/errors.ts'

export const valid: Record<string, string> = {
  JUMPCLOUD_CLIENT_ID: 'canary-client-id',
  JUMPCLOUD_CLIENT_SECRET: 'canary-client-secret',
  JUMPCLOUD_READ_CLIENT_ID: 'canary-reader-id',
  JUMPCLOUD_READ_CLIENT_SECRET: 'canary-reader-secret',
  JUMPCLOUD_ORG_ID: '5f0c1a2b3c4d5e6f7a8b9c0d',
  JUMPCLOUD_REGION: 'eu',
  JUMPCLOUD_OAUTH_URL: 'https://login.jumpcloud.example/oauth2/token',
  SLACK_BOT_TOKEN: 'xoxb-canary-bot-token',
  SLACK_SIGNING_SECRET: 'canary-signing-secret',
  SLACK_APP_TOKEN: 'xapp-canary-app-token',
  TEAMS_APP_ID: '0f8e2f9c-54b2-4f0e-9d0a-3b6c1f6a7e11',
  TEAMS_APP_PASSWORD: 'canary-teams-password',
  TEAMS_TENANT_ID: '7d1f3a52-9a54-4b0c-8f9e-5a3c2b1d0e99',
  OPENAI_API_KEY: 'canary-openai-key',
  OPENAI_BASE_URL: 'https://models.northwind.example/v1',
  SMTP_URL: 'smtps://latchkey:canary-mail-password@mail.northwind.example:465',
  MAIL_FROM: 'Latchkey <latchkey@northwind.example>',
  DATABASE_URL: 'postgres://latchkey:canary-db-password@db.northwind.example:5432/latchkey',
  PUBLIC_URL: 'https://latchkey.northwind.example',
  PORT: '8080',
  LATCHKEY_SECRET: 'canary-4f9d2c7be1a05836d94fc2e7b1a0',
  LATCHKEY_DATA: '/var/lib/latchkey',
  LATCHKEY_POLICY: '/etc/latchkey/latchkey.yaml',
}

export const minimal = { LATCHKEY_SECRET: valid.LATCHKEY_SECRET }

/** What is wrong, as it is shown; '' when the configuration is accepted. */
export function refusalOf(read: () => unknown): string {
  try {
    read()
    return ''
  } catch (error) {
    if (hasCode(error, 'config-invalid')) return error.message
    throw error
  }
}

export const refusalFor = (environment: Record<string, string | undefined>): string =>
  refusalOf(() => readConfig(environment))

export function acceptedOrRefused(environment: Record<string, string | undefined>): Config | undefined {
  try {
    return readConfig(environment)
  } catch (error) {
    if (hasCode(error, 'config-invalid')) return undefined
    throw error
  }
}
