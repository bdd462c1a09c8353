// Under which secret the rows are sealed, and what is left of the ones before: so that a secret can be replaced by another.
import { type Kysely, sql } from 'kysely'

const statements = [
  `CREATE TABLE own_secret (id integer PRIMARY KEY CHECK (id = 1), mac text NOT NULL, next_mac text,
    changed_at timestamptz NOT NULL)`,
  `CREATE TABLE retired_pepper (seq bigserial PRIMARY KEY, sealed text NOT NULL, at timestamptz NOT NULL)`,
  // A plan still never changes; its seal is no part of it, and one that is not right is believed by nobody.
  'DROP TRIGGER plan_is_immutable ON plan',
  `CREATE TRIGGER plan_is_immutable BEFORE UPDATE OF hash, request_id, canonical, created_at OR DELETE OR TRUNCATE ON plan
    FOR EACH STATEMENT EXECUTE FUNCTION plan_is_immutable()`,
]

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}
