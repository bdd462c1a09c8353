// The first tables. A released migration is never edited: what changes later is a new file.
import { type Kysely, sql } from 'kysely'

const userId = `text NOT NULL CHECK (%s ~ '^[0-9a-f]{24}$')`
const user = (column: string): string => `${column} ${userId.replace('%s', column)}`
const hash = (column: string): string => `${column} text NOT NULL CHECK (${column} ~ '^[0-9a-f]{64}$')`
const oneOf = (column: string, values: string): string =>
  `${column} text NOT NULL CHECK (${column} IN (${values.split(' ').map((value) => `'${value}'`)}))`
const account = 'platform text NOT NULL, tenant text NOT NULL, account_user text NOT NULL'
// Checked at commit, so that a request and its plan may be written in either order.
const ofRequest = 'request_id uuid NOT NULL REFERENCES request DEFERRABLE INITIALLY DEFERRED'

const requestStates =
  'open confirming proving approving waiting ready running done failed needs-a-person refused denied cancelled expired undoing undone ending ended'

const arriving = [
  'CREATE TABLE seen (key text PRIMARY KEY, at timestamptz NOT NULL)',
  'CREATE INDEX seen_at ON seen (at)',
  `CREATE TABLE incoming (id text PRIMARY KEY, event_id text NOT NULL, ${account}, body jsonb NOT NULL,
    ${oneOf('state', 'open done')}, attempts integer NOT NULL DEFAULT 0, received_at timestamptz NOT NULL,
    UNIQUE (platform, tenant, event_id))`,
  `CREATE INDEX incoming_open ON incoming (received_at) WHERE state = 'open'`,
  `CREATE TABLE conversation (${account}, language text NOT NULL, time_zone text NOT NULL, recent jsonb NOT NULL,
    misses integer NOT NULL DEFAULT 0, updated_at timestamptz NOT NULL, PRIMARY KEY (platform, tenant, account_user))`,
  `CREATE TABLE handle (digest text PRIMARY KEY, ${account}, intent jsonb NOT NULL, expires_at timestamptz NOT NULL)`,
  'CREATE INDEX handle_expires_at ON handle (expires_at)',
  `CREATE TABLE binding (${account}, ${user('user_id')}, ${oneOf('how', 'proof import')}, bound_at timestamptz NOT NULL,
    frozen_at timestamptz, mac text NOT NULL, PRIMARY KEY (platform, tenant, account_user))`,
  'CREATE INDEX binding_user ON binding (user_id)',
]

const requests = [
  'CREATE SEQUENCE request_number START 1001',
  `CREATE TABLE request (id uuid PRIMARY KEY, number bigint NOT NULL UNIQUE DEFAULT nextval('request_number'),
    source_key text NOT NULL UNIQUE, ${account}, ${user('requester')}, ${user('subject')}, skill text NOT NULL,
    input jsonb NOT NULL, ${hash('plan_hash')}, ${oneOf('state', requestStates)}, reason jsonb, needs jsonb NOT NULL,
    shown jsonb NOT NULL, asked_at timestamptz NOT NULL, expires_at timestamptz NOT NULL, due_at timestamptz, asked_approvers_at timestamptz,
    reminded_at timestamptz, escalated_at timestamptz, ready_at timestamptz, finished_at timestamptz,
    ends_at timestamptz, end_reminded_at timestamptz, updated_at timestamptz NOT NULL)`,
  'CREATE INDEX request_due_at ON request (due_at) WHERE due_at IS NOT NULL',
  'CREATE INDEX request_state ON request (state)',
  'CREATE INDEX request_requester ON request (requester, asked_at)',
  'CREATE INDEX request_subject ON request (subject, asked_at)',
  `CREATE TABLE plan (${hash('hash')} PRIMARY KEY, ${ofRequest}, canonical text NOT NULL, mac text NOT NULL,
    created_at timestamptz NOT NULL)`,
  'CREATE INDEX plan_request ON plan (request_id)',
  `CREATE FUNCTION plan_is_immutable() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'a plan never changes'; END $$`,
  `CREATE TRIGGER plan_is_immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON plan
    FOR EACH STATEMENT EXECUTE FUNCTION plan_is_immutable()`,
]

const doing = [
  'CREATE SEQUENCE fence_seq',
  // The fence is text, since it is only ever compared for equality and outlives what a JavaScript number holds.
  `CREATE TABLE step (${ofRequest}, ${hash('plan_hash')}, ${oneOf('phase', 'run end undo')}, seq integer NOT NULL,
    action text NOT NULL, input jsonb NOT NULL, ${oneOf('state', 'pending running done failed skipped')},
    outcome text CHECK (outcome IN ('did', 'already')), attempt integer NOT NULL DEFAULT 0,
    fence text NOT NULL DEFAULT '0', lease_until timestamptz, about_to_at timestamptz, error jsonb, done_at timestamptz,
    PRIMARY KEY (plan_hash, phase, seq))`,
  'CREATE INDEX step_request ON step (request_id)',
  `CREATE INDEX step_leased ON step (lease_until) WHERE state = 'running'`,
  `CREATE TABLE vote (${hash('plan_hash')}, ${user('person')}, ${ofRequest}, ${oneOf('decision', 'approve deny')},
    rules jsonb NOT NULL, reason text, ${account}, at timestamptz NOT NULL, mac text NOT NULL, PRIMARY KEY (plan_hash, person))`,
  'CREATE INDEX vote_request ON vote (request_id)',
  `CREATE TABLE proof (id text PRIMARY KEY, ${ofRequest}, ${hash('plan_hash')}, ${user('person')}, ${account},
    level text NOT NULL CHECK (level ~ '^S[0-9]$'), ${oneOf('state', 'sent completed failed')},
    code_digest text NOT NULL, code_typed_at timestamptz, tries integer NOT NULL DEFAULT 0,
    push_endpoint text NOT NULL, push_id text, push_status text, sent_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL, completed_at timestamptz, mac text)`,
  'CREATE INDEX proof_request ON proof (request_id)',
  'CREATE INDEX proof_person ON proof (person, sent_at)',
]

const telling = [
  `CREATE TABLE notice (id text PRIMARY KEY, dedupe_key text NOT NULL UNIQUE, request_id uuid, destination jsonb NOT NULL,
    destination_key text NOT NULL, body jsonb NOT NULL, ${oneOf('state', 'pending sent dropped')}, attempts integer NOT NULL DEFAULT 0,
    not_before timestamptz NOT NULL, created_at timestamptz NOT NULL)`,
  'CREATE INDEX notice_state ON notice (state, not_before)',
  `CREATE INDEX notice_pending ON notice (destination_key, created_at) WHERE state = 'pending'`,
  'CREATE TABLE mailbox (destination_key text PRIMARY KEY, busy_until timestamptz)',
  'CREATE INDEX notice_request ON notice (request_id)',
  `CREATE TABLE message (request_id uuid NOT NULL, purpose text NOT NULL, destination_key text NOT NULL,
    ref text NOT NULL, updated_at timestamptz NOT NULL, PRIMARY KEY (request_id, purpose, destination_key))`,
]

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of [...arriving, ...requests, ...doing, ...telling]) await sql.raw(statement).execute(db)
}
