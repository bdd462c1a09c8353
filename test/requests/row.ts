// A request's row as it is read back, for tests of what is a pure function of it.
import type { Selectable } from 'kysely'
import type { RequestTable } from '../../src/store/tables.ts'
import { aRequest } from '../store/rows.ts'

export function rowOf(changed: Partial<Selectable<RequestTable>>): Selectable<RequestTable> {
  const { input: _input, reason: _reason, needs: _needs, shown: _shown, ...written } = aRequest()
  const read = { number: 1001, input: {}, reason: null, needs: {}, shown: {} }
  return { ...(written as Omit<Selectable<RequestTable>, keyof typeof read>), ...read, ...changed }
}
