#!/usr/bin/env bash
# Plays model conversations with a Slack emulator that is not ours, over HTTP and over Socket Mode.
#
# The emulator is the package local-slack-linux-x64 (95 MB, Linux on x64, no dependency of this project); it is put into a
# temporary folder. With the word `install` this only does that, and prints where the program is.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

version=0.1.8
folder="${TMPDIR:-/tmp}/latchkey-local-slack-$version"
program="$folder/node_modules/local-slack-linux-x64/bin/local-slack"

if [[ ! -x $program ]]; then
  mkdir -p "$folder"
  npm install --prefix "$folder" --no-save --no-audit --no-fund "local-slack-linux-x64@$version" >&2
fi
if [[ ${1:-} == install ]]; then
  printf '%s\n' "$program"
  exit
fi
# Also when it was started without npm, which would have put this Node and these tools first.
export PATH="$PWD/node_modules/.bin:$PATH"
exec vitest run --config test/full/vitest.config.ts test/full/local-slack.test.ts
