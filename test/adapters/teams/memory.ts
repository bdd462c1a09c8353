// What the adapter keeps, held in two maps: for tests that are about something else than the store.
import type { OpenForms, Reference, References, Team } from '../../../adapters/teams/memory.ts'
import { type Account, accountKey, type RenderedForm } from '../../../src/adapter.ts'

/** What the new one does not tell stays, as in the store. */
const merged = (before: Reference | undefined, told: Reference): Reference => {
  const news = Object.fromEntries(Object.entries(told).filter(([, value]) => value !== undefined))
  return { ...told, ...before, ...news }
}

function createReferences(): References {
  const kept = new Map<string, { reference: Reference; email?: string }>()
  const teams = new Map<string, Team>()
  const accounts = (fits: (one: { reference: Reference; email?: string }) => boolean): Account[] =>
    [...kept.values()].filter(fits).map(({ reference }) => reference.account)
  return {
    find: async (account) => kept.get(accountKey(account))?.reference,
    async save(reference) {
      const key = accountKey(reference.account)
      const before = kept.get(key)
      kept.set(key, { ...before, reference: merged(before?.reference, reference) })
    },
    forget: async (account) => void kept.delete(accountKey(account)),
    accountsOf: async (tenant, members) =>
      accounts(({ reference }) => reference.account.tenant === tenant && members.includes(reference.member)),
    async noteEmail(account, email) {
      const before = kept.get(accountKey(account))
      if (before) kept.set(accountKey(account), { ...before, email: email.toLowerCase() })
    },
    findByEmail: async (tenant, email) =>
      accounts((one) => one.reference.account.tenant === tenant && one.email === email.toLowerCase()),
    async saveTeam(team) {
      teams.delete(team.id)
      teams.set(team.id, team)
    },
    forgetTeam: async (_, id) => void teams.delete(id),
    teams: async (tenant) => [...teams.values()].filter((team) => team.tenant === tenant).reverse(),
  }
}

const formsIn = (open: Map<string, RenderedForm>): OpenForms => ({
  save: async (form) => void open.set(form.handle, form),
  find: async (handle) => open.get(handle),
  forget: async (handle) => void open.delete(handle),
})

/** `open`: the forms that stand open. */
export function createMemory(open = new Map<string, RenderedForm>()) {
  return { references: createReferences(), forms: formsIn(open) }
}
