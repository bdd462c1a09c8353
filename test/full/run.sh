#!/usr/bin/env bash
# `npm run test:full`: what `npm test` cannot do with Node alone. On a real PostgreSQL: every test that opens a store, and the
# model conversations (`npm run e2e` plays them on every stage). Whole processes, a real browser, a real terminal, and kill
# -9 under load on both stores, at a reduced size.
#
# Installs what is missing (install.sh) and starts its own server (with-postgres.sh).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

bash test/full/install.sh postgresql chromium
[[ -n ${TEST_DATABASE_URL:-} ]] || exec bash test/full/with-postgres.sh bash test/full/run.sh
# Also when it was started without npm, which would have put this Node and these tools first.
export PATH="$PWD/node_modules/.bin:$PATH"

folder=$(mktemp -d /tmp/latchkey-full-XXXXXX)
trap 'rm -rf "$folder"' EXIT

part() {
  local name=$1 began=$SECONDS
  shift
  printf '\n== %s\n' "$name"
  "$@"
  printf '%4ds  %s\n' $((SECONDS - began)) "$name" >>"$folder/times"
}

processes() {
  part 'whole processes, the wizard in a terminal, and the browser' \
    env -u TEST_DATABASE_URL vitest run --config test/full/vitest.config.ts --exclude 'test/full/local-slack.test.ts' \
    --exclude 'test/full/kills.test.ts'
  # The demo plays all of them on this store: here those in which both platforms have a part, or a process dies.
  part 'four model conversations on the wire, on the embedded store' \
    env -u TEST_DATABASE_URL vitest run --config test/e2e/vitest.config.ts \
    -t 'on Slack, decided on Teams .*(Leo asks|Leo lost|The process is killed|A guest)'
}

on_postgres() {
  part 'the store, its jobs and the ledger on PostgreSQL' \
    vitest run --config test/vitest.config.ts test/store test/ledger test/requests/move.test.ts test/requests/races.test.ts \
    test/gate/overtaken.test.ts test/gate/frozen-meanwhile.test.ts test/requests/restored.test.ts \
    test/secrets/own-place.test.ts
  # The other tests of this file use no PostgreSQL: the other lane has them.
  part 'an edge and a worker, as they are started' \
    vitest run --config test/full/vitest.config.ts test/cli/start.whole.test.ts -t 'apart: the worker has no port'
  part 'kills on both stores' vitest run --config test/full/vitest.config.ts test/full/kills.test.ts
  part 'the model conversations on the wire, on PostgreSQL, in parts' \
    vitest run --config test/e2e/vitest.config.ts -t 'on Teams, with one edge and one worker '
}

# Side by side: much of either is waiting, for a browser or for a dead process's jobs to become free. Neither is the left
# side of an || or of an if, where a failed part would not end it. What the second one says is shown whole at its end.
processes &
first=$!
on_postgres >"$folder/said" 2>&1 &
second=$!
code=0
wait "$first" || code=$?
wait "$second" || code=$?
cat "$folder/said"
printf '\ntest:full\n'
sed 's/^/  /' "$folder/times"
exit "$code"
