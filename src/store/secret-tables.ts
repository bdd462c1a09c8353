// The tables about the secret itself, and where the store lives, as Kysely sees them. No secret stands in them.
import type { Generated } from 'kysely'

interface OwnSecretTable {
  id: number
  /** Made with the secret under which the rows are sealed. */
  mac: string
  /** While they are sealed again: made with the one that comes. */
  next_mac: string | null
  changed_at: Date
}

interface RetiredPepperTable {
  seq: Generated<number>
  /** Sealed under the secret of today: what digests were made with before. */
  sealed: string
  at: Date
}

interface OwnPlaceTable {
  id: number
  /** Null until the first start. */
  place: string | null
  noted_at: Date | null
  mac: string | null
}

export interface SecretTables {
  own_secret: OwnSecretTable
  retired_pepper: RetiredPepperTable
  own_place: OwnPlaceTable
}
