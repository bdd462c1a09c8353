#!/usr/bin/env bash
# Installs the Debian packages that the full tests need beside Node, where they are missing (install.sh postgresql chromium).
set -euo pipefail

is_there() {
  case $1 in
    postgresql) compgen -G '/usr/lib/postgresql/*/bin/postgres' >/dev/null ;;
    libc6-dev) [[ -e /usr/include/stdio.h ]] ;;
    *) [[ -x /usr/bin/$1 ]] ;;
  esac
}

missing=()
for package in "$@"; do is_there "$package" || missing+=("$package"); done
[[ ${#missing[@]} -gt 0 ]] || exit 0

refuse() {
  echo "The full tests need ${missing[*]}, which cannot be installed here: $1" >&2
  echo "Install it (on Debian: apt-get install ${missing[*]}) and run them again." >&2
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
echo "Installing ${missing[*]}. The first time takes a minute or two."
# The lists first: a machine that fetched them long ago, or never, asks for packages that cannot be had any more.
if ! { apt update && apt install -y --no-install-recommends "${missing[@]}"; } >"$log" 2>&1; then
  tail -n 20 "$log" >&2
  refuse 'apt-get failed, see above.'
fi
