#!/usr/bin/env bash
# Holds a running server against the API document: starts one with an empty database on a free port, asks it
# thousands of made-up questions (schemathesis), and stops it.
#   scripts/contract.sh PROGRAM [EXAMPLES]     such as: scripts/contract.sh target/release/guanxi 10
# So many questions an operation, 500 unless said otherwise, which takes hours; an interruption (Ctrl+C) still gives the report.
# PHASES leaves some of schemathesis' phases out: the coverage phase alone takes minutes.
# A report of what failed stays in target/contract.
set -euo pipefail
cd "$(dirname "$0")/.."

program=${1:?usage: scripts/contract.sh PROGRAM [EXAMPLES]}
examples=${2:-500}
seed=${SEED:-$RANDOM}
readonly version=4.32.5
export GUANXI_CONTRACT_LOGIN=contract@example.com GUANXI_CONTRACT_PASSWORD='eleven purple rivers at dawn'

say() { echo "contract.sh: $*" >&2; }

work=${CARGO_TARGET_DIR:-target}/contract
tools=$work/schemathesis-$version
mkdir -p "$work"
if [ ! -x "$tools/bin/schemathesis" ]; then
  command -v python3 >/dev/null || { say "please install Python 3 with venv"; exit 1; }
  python3 -m venv "$tools"
  "$tools/bin/pip" install --quiet --disable-pip-version-check "schemathesis==$version"
fi

data=$(mktemp -d "${TMPDIR:-/tmp}/guanxi-contract.XXXXXX")
server=
finish() {
  [ -z "$server" ] || kill "$server" 2>/dev/null || true
  [ -z "$server" ] || wait "$server" 2>/dev/null || true
  rm -rf "$data"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

# Below the range the kernel gives to outgoing connections.
start() {
  local attempt
  for attempt in 1 2 3 4 5; do
    url=http://127.0.0.1:$((15000 + (RANDOM * 32768 + RANDOM) % 15000))
    "$program" serve --listen "${url#http://}" --data "$data" >"$data/out" 2>"$work/server.log" &
    server=$!
    for _ in $(seq 100); do
      curl --silent --fail --output /dev/null "$url/health/ready" && return 0
      kill -0 "$server" 2>/dev/null || break
      sleep 0.1
    done
    kill "$server" 2>/dev/null || true
    server=
  done
  say "the server does not start:"
  cat "$work/server.log" >&2
  return 1
}

# Its user is in no example of the document, so that nobody guesses the password too often.
set_up() {
  local link
  link=$(sed -n 's/.*#token=\([^ ]*\).*/\1/p' "$data/out")
  curl --silent --show-error --fail-with-body --output /dev/null "$url/api/v1/auth/setup" \
    --header 'Content-Type: application/json' --data "{
      \"token\": \"$link\", \"workspace_name\": \"Contract\", \"family_name\": \"Contract\",
      \"login\": \"$GUANXI_CONTRACT_LOGIN\", \"password\": \"$GUANXI_CONTRACT_PASSWORD\",
      \"language\": \"en\", \"company_currency\": \"EUR\", \"time_zone\": \"Europe/Berlin\" }"
}

start
set_up
status=0
"$tools/bin/schemathesis" --no-color --config-file openapi/schemathesis.toml run "$url/api/openapi.json" \
  --phases "${PHASES:-examples,coverage,fuzzing,stateful}" --max-examples "$examples" --seed "$seed" --continue-on-failure | tee "$work/report.txt" || status=$?
if grep --quiet '"level":"ERROR"' "$work/server.log"; then
  say "the server logged errors:"
  grep '"level":"ERROR"' "$work/server.log" | head -n 20 >&2
  status=1
fi
[ "$status" = 0 ] || say "the report is in $work/report.txt; again with SEED=$seed"
exit "$status"
