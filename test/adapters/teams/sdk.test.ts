// Microsoft's real validator with our hook, without the door in front: the ways that the SDK alone would leave open.
import { createRequire } from 'node:module'
import { type Activity, type CloudAdapter, ConfigurationBotFrameworkAuthentication } from 'botbuilder'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { createCloudAdapter } from '../../../adapters/teams/sdk.ts'
import { createServiceUrls } from '../../../adapters/teams/serviceurl.ts'
import { type FakeTeams, startFakeTeams } from '../../fakes/teams.ts'
import { messageActivity } from '../../fakes/teams-activities.ts'
import { type Fields, getPerson } from '../../fakes/teams-state.ts'
import { signToken } from '../../fakes/teams-token.ts'
import { botTenantIssuer, claimsOf, outboundClaims, wrongTokens } from './tokens.ts'

const fromSdk = createRequire(createRequire(import.meta.url).resolve('botbuilder'))
const { AseChannelValidation }: { AseChannelValidation: { MetadataUrl: string } } = fromSdk('botframework-connector')

let teams: FakeTeams
let hardened: CloudAdapter
beforeAll(async () => {
  teams = await startFakeTeams()
  hardened = createCloudAdapter({
    appId: teams.appId,
    tenantId: teams.tenant,
    metadataUrl: teams.metadataUrl,
    token: { get: async () => 'unused', drop: () => {}, isRefused: () => false },
    serviceUrls: createServiceUrls({ loginUrl: teams.loginUrl }),
  })
  // The SDK fixes this address when it is built; on this machine its keys are the fake's.
  AseChannelValidation.MetadataUrl = teams.metadataUrl
})
afterAll(() => teams.close())
beforeEach(() => void vi.spyOn(console, 'error').mockImplementation(() => {}))
afterEach(() => void vi.restoreAllMocks())

const activityOf = (rest: Fields): Fields => ({
  ...messageActivity(teams.state, getPerson(teams.state, 'maya'), teams.serviceUrl, 'hello'),
  ...rest,
})

/** Whether the validator accepts it as its documentation sets it up for one tenant, with the same addresses and no hook. */
async function isAcceptedBare(token: string, rest: Fields = {}): Promise<boolean> {
  const bare = new ConfigurationBotFrameworkAuthentication({
    MicrosoftAppId: teams.appId,
    MicrosoftAppPassword: teams.password,
    MicrosoftAppTenantId: teams.tenant,
    MicrosoftAppType: 'SingleTenant',
    ToBotFromChannelTokenIssuer: 'https://api.botframework.com',
    ToBotFromChannelOpenIdMetadataUrl: teams.metadataUrl,
    ToBotFromEmulatorOpenIdMetadataUrl: teams.metadataUrl,
    ToChannelFromBotLoginUrl: 'https://login.microsoftonline.com/botframework.com',
    ToChannelFromBotOAuthScope: 'https://api.botframework.com',
    OAuthUrl: 'https://token.botframework.com',
    ValidateAuthority: 'true',
  })
  AseChannelValidation.MetadataUrl = teams.metadataUrl
  const authenticated = await bare.authenticateRequest(
    activityOf(rest) as Partial<Activity> as Activity,
    `Bearer ${token}`,
  )
  return authenticated.claimsIdentity.isAuthenticated
}

async function isLetIn(adapter: CloudAdapter, token: string, rest: Fields = {}): Promise<boolean> {
  let isIn = false
  const body = activityOf(rest)
  const response = { socket: undefined, status: () => {}, header: () => {}, send: () => {}, end: () => {} }
  await adapter.process({ method: 'POST', headers: { authorization: `Bearer ${token}` }, body }, response, async () => {
    isIn = true
  })
  return isIn
}

/** Entra's keys carry no endorsements. */
const key = 'unendorsed'
const ourOwn = () => signToken({ claims: outboundClaims(teams, botTenantIssuer), key })
const fromOurTenant = () =>
  signToken({ claims: outboundClaims(teams, `https://sts.windows.net/${teams.tenant}/`), key })

describe('the hook', () => {
  test('lets the connector’s token pass', async () => {
    expect(await isLetIn(hardened, teams.goodToken())).toBe(true)
  })

  test('closes the Emulator’s way, by which the bot’s own outbound token gets into the bare SDK', async () => {
    expect(await isAcceptedBare(ourOwn())).toBe(true)
    expect(await isLetIn(hardened, ourOwn())).toBe(false)
  })

  test('closes the AseChannel’s way, by which a token of our own tenant gets into the bare SDK', async () => {
    const rest = { channelId: 'AseChannel' }
    expect(await isAcceptedBare(fromOurTenant(), rest)).toBe(true)
    expect(await isLetIn(hardened, fromOurTenant(), rest)).toBe(false)
  })
})

// What the validator itself lets through is why the door in front of it looks as well; the rest must fail twice.
const takenByTheValidator = [
  'an end 200 seconds ago, which the SDK would still take',
  'a beginning in two minutes',
  'no end',
  'a key without endorsements, which the SDK would take',
  'RS384',
  'RS512',
  'a key set of its own (jku)',
  'a key of its own (jwk)',
  'a certificate of its own (x5u)',
  'critical extensions',
  'ten thousand characters',
]

describe('the validator behind the door', () => {
  test.each(wrongTokens.filter(([what]) => !takenByTheValidator.includes(what)))('refuses %s too', async (_, forge) => {
    expect(await isLetIn(hardened, forge(teams))).toBe(false)
  })

  test.each(
    wrongTokens.filter(([what]) => takenByTheValidator.includes(what)),
  )('takes %s, so the door must not', async (_, forge) => {
    expect(await isLetIn(hardened, forge(teams))).toBe(true)
  })

  test('compares no service address that is not there, so the door must', async () => {
    expect(await isLetIn(hardened, signToken({ claims: claimsOf(teams) }), { serviceUrl: '' })).toBe(true)
  })
})
