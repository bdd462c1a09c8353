// The ledger as the playground shows it: names instead of ids, and one short sentence for each record.
import type { LedgerTail } from '../../../adapters/playground/index.ts'
import { type LedgerEvent, type LedgerRecord, readLedger } from '../../ledger/ledger.ts'
import { verifyLedger } from '../../ledger/verify.ts'
import type { State } from '../../sandbox/state.ts'
import type { Store } from '../../store/store.ts'
import { ledgerWords } from '../../words/en/ledger.ts'
import { english } from '../../words/render.ts'
import { type TextValue, text } from '../../words/text.ts'

const mostRows = 500

/** The type says that every event has its sentence. */
const sentences: Record<`ledger.${LedgerEvent}`, string> = ledgerWords
const hasSentence = (key: string): key is `ledger.${LedgerEvent}` => Object.hasOwn(sentences, key)

interface Names {
  directory: State
  /** What people read for a skill's name. */
  titleOf(skill: string): string
}

export function ledgerTail(store: Store, { directory, titleOf }: Names): LedgerTail {
  const nameOf = (id: string): string => {
    const user = directory.users.get(id)
    return user ? `${user.firstname} ${user.lastname}`.trim() || user.username : id
  }
  const sentenceOf = ({ event, actor, about, body }: LedgerRecord): string => {
    const key = `ledger.${event}`
    if (!hasSentence(key)) return event
    const facts = typeof body === 'object' && body !== null && !Array.isArray(body) ? body : {}
    const fact = (name: string): TextValue => {
      const value = facts[name]
      return typeof value === 'string' || typeof value === 'number' ? value : ''
    }
    return english(
      text(key, {
        actor: nameOf(actor),
        about: about === undefined ? text('ledger.nobody') : nameOf(about),
        skill: titleOf(String(fact('skill'))),
        action: String(fact('action')).replaceAll('-', ' '),
        why: fact('why'),
        asked: fact('asked'),
      }),
    )
  }
  return {
    async tail(after) {
      const records = await readLedger(store, { after, limit: mostRows })
      const numbers = await numbersOf(store, records)
      return records.map((record) => ({
        seq: record.seq,
        at: record.at,
        event: record.event,
        request: record.request === undefined ? undefined : numbers.get(record.request),
        actor: nameOf(record.actor),
        summary: sentenceOf(record),
      }))
    },
    isIntact: async () => (await verifyLedger(store)).ok,
  }
}

async function numbersOf({ db }: Store, records: LedgerRecord[]): Promise<Map<string, string>> {
  const ids = [...new Set(records.flatMap(({ request }) => request ?? []))]
  if (ids.length === 0) return new Map()
  const rows = await db.selectFrom('request').select(['id', 'number']).where('id', 'in', ids).execute()
  return new Map(rows.map(({ id, number }) => [id, `R-${number}`]))
}
