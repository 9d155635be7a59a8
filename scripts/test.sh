#!/usr/bin/env bash
# Runs every test of the checkout; `make test` calls it with a database beside it. All suites run, even after a
# failure, and the last line says what failed.
set -uo pipefail
cd "$(dirname "$0")/.."

: "${GUANXI_TEST_POSTGRES_URL:?is set by scripts/postgres.sh}"
failed=()
suite() {
  local name=$1
  shift
  echo "== $name"
  "$@" || failed+=("$name")
}

if cargo nextest --version >/dev/null 2>&1; then
  suite "Rust tests" cargo nextest run --workspace --no-fail-fast
  # Their names hold their line, which no other test's does. `--doc` instead would choose other features and so compile
  # half of the libraries again.
  suite "Rust examples in comments" cargo test --quiet --workspace --no-fail-fast -- '(line '
else
  suite "Rust tests" cargo test --workspace --no-fail-fast
fi
suite "browser journeys" node --test --test-concurrency=2 --test-reporter=spec e2e/*.test.mjs

if [ ${#failed[@]} -gt 0 ]; then
  printf 'FAILED: %s\n' "$(IFS=,; echo "${failed[*]}")"
  exit 1
fi
echo "all tests passed"
