// Where the store lives, so that one that was put back from a copy is known by standing elsewhere.
import { type Kysely, sql } from 'kysely'

const statements = [
  `CREATE TABLE own_place (id integer PRIMARY KEY CHECK (id = 1), place text, noted_at timestamptz, mac text,
    CHECK ((place IS NULL) = (noted_at IS NULL) AND (place IS NULL) = (mac IS NULL)))`,
  // Empty until the first start writes it; from then on neither gone nor empty again.
  'INSERT INTO own_place (id) VALUES (1)',
  `CREATE FUNCTION own_place_stays() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'where the store lives is not forgotten'; END $$`,
  `CREATE TRIGGER own_place_stays BEFORE DELETE OR TRUNCATE ON own_place
    FOR EACH STATEMENT EXECUTE FUNCTION own_place_stays()`,
  `CREATE TRIGGER own_place_is_kept BEFORE UPDATE ON own_place
    FOR EACH ROW WHEN (NEW.place IS NULL) EXECUTE FUNCTION own_place_stays()`,
]

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}
