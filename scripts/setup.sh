#!/usr/bin/env bash
# Makes sure that what a task needs is on the machine:
#   scripts/setup.sh build    compiler, Node, browser target
#   scripts/setup.sh test     PostgreSQL, Chromium, a font with Chinese characters as well
#   scripts/setup.sh contract Python with venv and curl, and the pinned programs of others that try the API
#   scripts/setup.sh cluster  PostgreSQL, the proxy and curl
#   scripts/setup.sh bench    PostgreSQL with pgbench, and wrk
#   scripts/setup.sh faults   PostgreSQL, and what makes calls fail, clients slow and clocks wrong
# Installs Debian packages when run as root, else says in one line what to install.
set -euo pipefail

fail() { echo "setup: $*" >&2; exit 1; }

packages=()
need() { packages+=("$@"); }

install_missing() {
  [ ${#packages[@]} -gt 0 ] || return 0
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "setup: installing ${packages[*]}"
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq
    apt-get install -qq -y --no-install-recommends "${packages[@]}" >/dev/null
  else
    fail "please run: sudo apt-get install -y ${packages[*]}"
  fi
  packages=()
}

has_browser_target() {
  [ -d "$(rustc --print target-libdir --target wasm32-unknown-unknown 2>/dev/null)" ]
}

has_node() {
  command -v node >/dev/null && command -v npm >/dev/null &&
    node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)'
}

# diesel links PostgreSQL's client library, unless a crate brings it along.
has_libpq() {
  grep -q '^name = "pq-src"' Cargo.lock || compgen -G '/usr/lib/*/libpq.so' >/dev/null || command -v pg_config >/dev/null
}

build() {
  command -v cargo >/dev/null || fail "please install Rust's stable toolchain: https://rustup.rs"
  has_node || fail "please install Node 20.19 or newer: https://nodejs.org"
  command -v cc >/dev/null || need build-essential
  has_libpq || need libpq-dev
  install_missing
  has_browser_target || rustup target add wasm32-unknown-unknown
}

has_chromium() {
  [ -x /usr/bin/chromium ] || [ -x /usr/bin/google-chrome ] || has_playwright_chromium
}

has_playwright_chromium() {
  local path
  path=$(node -p 'require("playwright-core").chromium.executablePath()' 2>/dev/null) && [ -x "$path" ]
}

is_ubuntu() { grep -qs '^ID=ubuntu' /etc/os-release; }

has_chinese_font() {
  command -v fc-list >/dev/null && [ -n "$(fc-list :lang=zh-tw file)" ] && [ -n "$(fc-list :lang=zh-cn file)" ]
}

tests() {
  compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || command -v initdb >/dev/null || need postgresql
  has_chinese_font || need fontconfig fonts-noto-cjk
  if [ -n "${CHROMIUM:-}" ]; then
    [ -x "$CHROMIUM" ] || fail "CHROMIUM names no program: $CHROMIUM"
    install_missing
  elif is_ubuntu; then
    install_missing
    has_chromium || install_playwright_chromium
  else
    has_chromium || need chromium
    install_missing
  fi
}

# Ubuntu's chromium package is a snap that cannot run in a container; Playwright has a build for Ubuntu.
install_playwright_chromium() {
  local playwright=node_modules/playwright-core/cli.js
  [ "$(id -u)" = 0 ] ||
    fail "please run: sudo node $playwright install-deps chromium && node $playwright install chromium"
  node "$playwright" install --with-deps chromium
}

contract() {
  python3 -c 'import ensurepip, venv' 2>/dev/null || need python3-venv
  command -v curl >/dev/null || need curl ca-certificates
  install_missing
  strangers
}

# What is pinned in strangers/ is fetched again only when a pin changes.
strangers() {
  local modules=strangers/node_modules tools=${CARGO_TARGET_DIR:-target}/strangers/python
  if ! cmp -s strangers/package-lock.json "$modules/.installed"; then
    npm ci --prefix strangers
    cp strangers/package-lock.json "$modules/.installed"
  fi
  if ! cmp -s strangers/requirements.txt "$tools/installed"; then
    rm -rf "$tools"
    python3 -m venv "$tools"
    "$tools/bin/pip" install --quiet --disable-pip-version-check --requirement strangers/requirements.txt
    cp strangers/requirements.txt "$tools/installed"
  fi
}

cluster() {
  compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || command -v initdb >/dev/null || need postgresql
  # Among the programs of administrators, which not everybody has in PATH.
  [ -x /usr/sbin/haproxy ] || command -v haproxy >/dev/null || need haproxy
  command -v curl >/dev/null || need curl ca-certificates
  install_missing
}

bench() {
  compgen -G '/usr/lib/postgresql/*/bin/pgbench' >/dev/null || command -v pgbench >/dev/null || need postgresql
  command -v wrk >/dev/null || need wrk
  install_missing
}

faults() {
  compgen -G '/usr/lib/postgresql/*/bin/pg_ctl' >/dev/null || command -v pg_ctl >/dev/null || need postgresql
  command -v fiu-run >/dev/null || need fiu-utils
  command -v strace >/dev/null || need strace
  command -v slowhttptest >/dev/null || need slowhttptest
  compgen -G '/usr/lib/*/faketime/libfaketimeMT.so.1' >/dev/null || need libfaketime
  command -v prlimit >/dev/null || need util-linux
  install_missing
}

cd "$(dirname "$0")/.."
case "${1:-}" in
  build) build ;;
  test) build; tests ;;
  contract) contract ;;
  cluster) build; cluster ;;
  bench) build; bench ;;
  faults) build; faults ;;
  *) fail "usage: scripts/setup.sh build|test|contract|cluster|bench|faults" ;;
esac
