#!/usr/bin/env bash
# Runs a command with a PostgreSQL server of its own, whose address it finds in TEST_DATABASE_URL; nothing of it stays behind.
#
#   bash test/full/with-postgres.sh npm test
#
# The server listens on a free port of this machine only, with a password made for this run, and its data are removed at
# the end however the command ends. PostgreSQL refuses to run as root: there it runs as the package's own user, postgres.
# Where TEST_DATABASE_URL names a server already, that one is used.
set -euo pipefail

[[ -z ${TEST_DATABASE_URL:-} ]] || exec "$@"
bash "$(dirname "${BASH_SOURCE[0]}")/install.sh" postgresql
bin=$(compgen -G '/usr/lib/postgresql/*/bin/postgres' | sort -V | tail -n 1)
bin=$(dirname "$bin")
as_owner=()
# runuser, not sudo: it is there on every Debian and asks for nothing.
[[ $EUID -ne 0 ]] || as_owner=(runuser -u postgres --)

# Not in $TMPDIR, which may be root's alone.
folder=$(mktemp -d /tmp/latchkey-postgres-XXXXXX)
data=$folder/data
child=

as_postgres() { (cd "$folder" && "${as_owner[@]}" "$@"); }

finish() {
  local code=$?
  trap - EXIT
  trap '' INT TERM HUP
  # The command has a process group of its own, so that everything that it started ends with it.
  if [[ -n $child ]] && kill -TERM -- "-$child" 2>/dev/null; then
    for _ in {1..50}; do
      kill -0 -- "-$child" 2>/dev/null || break
      sleep 0.1
    done
    kill -KILL -- "-$child" 2>/dev/null || true
  fi
  [[ ! -f $data/postmaster.pid ]] || as_postgres "$bin/pg_ctl" -D "$data" stop -m immediate >/dev/null 2>&1 || true
  rm -rf "$folder"
  exit "$code"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
trap 'exit 129' HUP

password=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
printf '%s\n' "$password" >"$folder/password"
[[ $EUID -ne 0 ]] || chown -R postgres: "$folder"
as_postgres "$bin/initdb" -D "$data" -U latchkey -A scram-sha-256 --pwfile="$folder/password" \
  --encoding=UTF8 --locale=C.UTF-8 >"$folder/log" 2>&1 || {
  cat "$folder/log" >&2
  exit 1
}

# Between finding a free port and using it somebody else may take it: then another one is tried.
free_port() { node -e 'const s = require("node:net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close() })'; }
for try in 1 2 3; do
  port=$(free_port)
  as_postgres "$bin/pg_ctl" -D "$data" -l "$data/server.log" -w -t 60 start \
    -o "-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c max_connections=200" >/dev/null 2>&1 && break
  if [[ $try -eq 3 ]]; then
    cat "$data/server.log" >&2 || true
    exit 1
  fi
done

export TEST_DATABASE_URL="postgres://latchkey:$password@127.0.0.1:$port/postgres"
# A group of its own, and no terminal: a background group that read from one would be stopped.
set -m
"$@" </dev/null &
child=$!
set +m
code=0
wait "$child" || code=$?
exit "$code"
