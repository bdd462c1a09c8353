// The ledger: append-only and hash-chained by the database itself, so that no path around the code leaves it whole.
import { type Kysely, sql } from 'kysely'

const statements = [
  `CREATE TABLE ledger (seq bigint PRIMARY KEY, at timestamptz NOT NULL, actor text NOT NULL, event text NOT NULL,
    request_id uuid, body text NOT NULL, prev text NOT NULL, hash text NOT NULL UNIQUE)`,
  'CREATE INDEX ledger_request ON ledger (request_id, seq)',
  'CREATE TABLE ledger_head (id integer PRIMARY KEY CHECK (id = 1), seq bigint NOT NULL, hash text NOT NULL)',
  `INSERT INTO ledger_head VALUES (1, 0, repeat('0', 64))`,

  // Each part is preceded by its length in bytes: no two different records are the same text.
  `CREATE FUNCTION ledger_hash(prev text, seq bigint, at timestamptz, actor text, event text, request uuid, body text)
    RETURNS text LANGUAGE sql STABLE AS $$
      SELECT encode(sha256(convert_to(string_agg(octet_length(part) || ':' || part, '' ORDER BY n), 'UTF8')), 'hex')
      FROM unnest(ARRAY[prev, seq::text, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), actor, event,
        coalesce(request::text, ''), body]) WITH ORDINALITY AS parts(part, n)
    $$`,
  // The lock on the one head row puts all writers in one order; whoever appends last in a transaction holds it shortly.
  `CREATE FUNCTION ledger_append(at timestamptz, actor text, event text, request uuid, body text)
    RETURNS bigint LANGUAGE plpgsql AS $$
    DECLARE
      head ledger_head;
      next_seq bigint;
      next_hash text;
    BEGIN
      SELECT * INTO STRICT head FROM ledger_head WHERE id = 1 FOR UPDATE;
      next_seq := head.seq + 1;
      next_hash := ledger_hash(head.hash, next_seq, at, actor, event, request, body);
      INSERT INTO ledger VALUES (next_seq, at, actor, event, request, body, head.hash, next_hash);
      UPDATE ledger_head SET seq = next_seq, hash = next_hash WHERE id = 1;
      RETURN next_seq;
    END $$`,

  `CREATE FUNCTION ledger_is_append_only() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'the ledger is append-only'; END $$`,
  `CREATE TRIGGER ledger_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only()`,
  `CREATE TRIGGER ledger_head_stays BEFORE DELETE OR TRUNCATE ON ledger_head
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only()`,

  `CREATE TABLE person_key (user_id text PRIMARY KEY CHECK (user_id ~ '^[0-9a-f]{24}$'), sealed_key text NOT NULL,
    created_at timestamptz NOT NULL)`,
]

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}
