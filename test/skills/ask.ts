// Asks a skill as a person of the sandbox's company: its plan comes from the real directory, its words from the catalogue.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { groupId, requestId, userId } from '../../src/ids.ts'
import { createCaller, type JumpCloudCaller } from '../../src/jumpcloud/client.ts'
import { createDirectory } from '../../src/jumpcloud/directory.ts'
import { jumpcloudHosts } from '../../src/jumpcloud/hosts.ts'
import { readEndpoints } from '../../src/jumpcloud/reads.ts'
import type { Organisation } from '../../src/organisation/organisation.ts'
import { readOrganisation } from '../../src/organisation/read.ts'
import type { Card } from '../../src/reply.ts'
import { type ProofSummary, type RequestSummary, titleOf } from '../../src/skill.ts'
import { loadSkills } from '../../src/skills.ts'
import { english } from '../../src/words/render.ts'
import type { Text } from '../../src/words/text.ts'
import { group, sandboxForTests, user } from '../sandbox/api.ts'

/** What was asked, where it differs from "the person for themselves, who has no requests". */
export interface Asked {
  input?: Record<string, unknown>
  /** The username of whom it is about. */
  about?: string
  requests?: RequestSummary[]
  /** Without it there are pages. */
  hasPages?: boolean
  organisation?: Partial<Organisation>
  proofs?: ProofSummary[]
  /** Why there are no pages here. */
  off?: Text
}

export const personId = (username: string) => userId.parse(user(username))
export const groupNamed = (name: string) => groupId.parse(group(name))

const example = join(import.meta.dirname, '../../latchkey.example.yaml')
const organisation = readOrganisation(readFileSync(example, 'utf8'), 'latchkey.example.yaml')

/** A fresh company before each test; `call` reaches the sandbox's controls, to change what the skill will see. */
export function companyToAsk() {
  const { call, clock, sandbox } = sandboxForTests()
  const open: JumpCloudCaller[] = []
  afterAll(async () => void (await Promise.all(open.map((caller) => caller.close()))))

  function directory() {
    const { url } = sandbox()
    const hosts = jumpcloudHosts('us', { consoleUrl: url, insightsUrl: url })
    const credential = { kind: 'api-key', key: 'jca_sandbox_read' } as const
    const caller = createCaller({ credential, hosts, clock, allowed: readEndpoints, sleep: async () => {} })
    open.push(caller)
    return createDirectory(caller, { clock })
  }

  async function skillNamed(name: string) {
    const skills = await loadSkills()
    const skill = skills.get(name)
    if (!skill) throw new Error(`There is no skills/${name}.ts`)
    return { skill, skills: [...skills].map(([one, of]) => ({ name: one, title: titleOf(of) })) }
  }

  /** A plan as its steps; an answer or a hand-over as the lines and button labels that its reader sees. */
  async function ask(
    name: string,
    as: string,
    { input = {}, about = as, requests = [], hasPages = true, organisation: own, proofs = [], off }: Asked = {},
  ) {
    const { skill, skills } = await skillNamed(name)
    const proposal = await skill.plan({
      me: personId(as),
      account: { platform: 'slack', tenant: 'T1', user: 'U1' },
      subject: personId(about),
      input,
      directory: directory(),
      organisation: { ...organisation, ...own },
      hasPages,
      requests: { mine: async () => requests },
      proofs: { mine: async () => proofs, off },
      skills,
      now: clock.now(),
    })
    if (proposal.kind === 'plan') return { steps: proposal.steps }
    return proposal.kind === 'answer' ? shown(proposal.card) : { why: english(proposal.why) }
  }

  /** What the skill has against this input, field by field. */
  async function problems(name: string, input: Record<string, unknown>) {
    const found = (await skillNamed(name)).skill.check(input, organisation)
    return Object.fromEntries(Object.entries(found).map(([field, why]) => [field, english(why)]))
  }

  return { ask, problems, call }
}

const shown = ({ title, body = [], buttons = [], menu }: Card) => ({
  says: [title, ...body].map((line: Text) => english(line)),
  buttons: buttons.map(({ label }) => english(label)),
  ...(menu && { menu: menu.options.map(({ label }) => english(label)) }),
})

/** One of the asker's own requests. */
export const request = (changed: Partial<RequestSummary> = {}): RequestSummary => ({
  id: requestId.parse('0b6f5e4e-8f0a-4c5e-9d5e-1f2a3b4c5d6e'),
  number: 1042,
  skill: 'join-group',
  input: { group: 'Looker – Analyst', days: 7, reason: 'q3 numbers' },
  state: 'approving',
  title: { key: 'skill.title', values: { title: 'Get access to a group' } },
  askedAt: new Date('2026-03-02T09:00:00Z'),
  expiresAt: new Date('2026-03-05T09:00:00Z'),
  endsAt: undefined,
  isOpen: true,
  ...changed,
})
