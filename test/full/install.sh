#!/usr/bin/env bash
# Installs what `npm run test:full` needs beside Node, where it is missing: a PostgreSQL server and Chromium, from Debian's packages.
set -euo pipefail

packages=()
compgen -G '/usr/lib/postgresql/*/bin/postgres' >/dev/null || packages+=(postgresql)
[[ -x /usr/bin/chromium ]] || packages+=(chromium)
[[ ${#packages[@]} -gt 0 ]] || exit 0

refuse() {
  echo "test:full needs ${packages[*]}, and cannot install that here: $1" >&2
  echo "Install it (on Debian: apt-get install ${packages[*]}) and run it again." >&2
  exit 1
}

command -v apt-get >/dev/null || refuse 'there is no apt-get on this machine.'
as_root=()
if [[ $EUID -ne 0 ]]; then
  # -n: whoever runs this may not be there to type a password.
  sudo -n true 2>/dev/null || refuse 'this takes root, or sudo without a password.'
  as_root=(sudo -n)
fi

apt() {
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=300 "$@" </dev/null
}

log=$(mktemp)
trap 'rm -f "$log"' EXIT
echo "Installing ${packages[*]}. The first time takes a minute or two."
# The lists first: a machine that never fetched them, or long ago, knows no package that can still be had.
if ! { apt update && apt install -y --no-install-recommends "${packages[@]}"; } >"$log" 2>&1; then
  tail -n 20 "$log" >&2
  refuse 'apt-get failed, see above.'
fi
