#!/usr/bin/env bash
# Restores a gigabyte on an empty machine by the steps that docs/operations.md tells, on both databases, and says how long it
# takes:
#   POSTGRES_DURABLE=1 scripts/postgres.sh scripts/drill.sh PROGRAM
# ACCOUNTS sets the size; a data set that was made before is used again. What was asked of both servers, and the times, stay
# in target/drill.
set -euo pipefail
cd "$(dirname "$0")/.."

program=$(readlink -f "${1:?usage: scripts/drill.sh PROGRAM}")
accounts=${ACCOUNTS:-12500}
# Five minutes are promised.
most_ms=$((${MINUTES:-5} * 60000))
drill=${CARGO_TARGET_DIR:-target}/drill
mkdir -p "$drill"
drill=$(readlink -f "$drill")
seed=$drill/seed-$accounts
told=$drill/times.md
export DRILL_LOGIN=drill@example.com DRILL_PASSWORD='eleven purple rivers at dawn'

say() { echo "drill.sh: $*" >&2; }

work=$(mktemp -d "${TMPDIR:-/tmp}/guanxi-drill.XXXXXX")
server=
late=0
stop() {
  [ -z "$server" ] || kill "$server" 2>/dev/null || true
  [ -z "$server" ] || wait "$server" 2>/dev/null || true
  server=
}
finish() {
  stop
  rm -rf "$work"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

now() { echo $(($(date +%s%N) / 1000000)); }
seconds() { awk -v ms="$1" 'BEGIN { printf "%.1f s", ms / 1000 }'; }
row() { echo "| $1 | $(seconds "$2") | ${3:-} |" | tee -a "$told" >&2; }

# A machine has a folder of its own, and nothing of this one's settings.
on_machine() {
  local machine=$1
  shift
  mkdir -p "$machine"
  (cd "$machine" && env -i PATH="$PATH" HOME="$machine" "$@")
}

make_seed() {
  [ ! -f "$seed/whole" ] || return 0
  rm -rf "$seed"
  say "making $((accounts * 36)) records, once"
  on_machine "$seed" "$program" migrate --data "$seed" >/dev/null
  on_machine "$seed" "$program" demo --scale "$accounts" --data "$seed" >/dev/null
  on_machine "$seed" "$program" user create --data "$seed" --role administrator --family-name Drill --password-stdin \
    "$DRILL_LOGIN" <<<"$DRILL_PASSWORD" >/dev/null
  touch "$seed/whole"
}

# Starts the server of a machine and waits until it can work. Below the range the kernel gives to outgoing connections.
serve() {
  local machine=$1 attempt
  shift
  for attempt in 1 2 3 4 5; do
    url=http://127.0.0.1:$((15000 + (RANDOM * 32768 + RANDOM) % 15000))
    (cd "$machine" && exec env -i PATH="$PATH" HOME="$machine" "$program" serve --listen "${url#http://}" "$@") \
      >"$machine/out" 2>"$machine/log" &
    server=$!
    for _ in $(seq 600); do
      curl --silent --fail --output /dev/null "$url/health/ready" && return 0
      kill -0 "$server" 2>/dev/null || break
      sleep 0.1
    done
    stop
  done
  say "the server does not start:"
  cat "$machine/log" >&2
  return 1
}

# The digests of every table, as the last line of a backup tells them.
digests() { zcat "$1" | tail -n 1; }

# A backup beside the running server, and what that one says of its records.
back_up() {
  local name=$1 machine=$2 took=0
  shift 2
  serve "$machine" "$@"
  node drills/figures.mjs "$url" >"$drill/$name-before.json"
  step "$name: \`guanxi backup\` beside the running server" on_machine "$machine" "$program" backup --to "$work/$name.backup.gz" "$@" >/dev/null
  stop
}

proved_whole() {
  local name=$1 machine=$2
  shift 2
  on_machine "$machine" "$program" backup --to "$work/$name-again.backup.gz" "$@" >/dev/null
  diff <(digests "$work/$name.backup.gz") <(digests "$work/$name-again.backup.gz") || { say "$name: other rows than before"; return 1; }
}

# The processor time of programs that ended, in milliseconds: what else the machine does is not in it. Not asked in a
# subshell, which has no children yet.
busy_ms() {
  times >"$work/times"
  awk 'NR == 2 { for (i = 1; i <= 2; i++) { split($i, t, /[ms]/); ms += (t[1] * 60 + t[2]) * 1000 } } END { printf "%d", ms }' \
    "$work/times" >"$work/busy"
  busy=$(<"$work/busy")
}

# Runs one step, says how long it took and adds it up in `took`.
step() {
  local name=$1 from before busy
  shift
  busy_ms
  before=$busy
  from=$(now)
  "$@"
  from=$(($(now) - from))
  busy_ms
  took=$((took + from))
  row "$name" "$from" "$(seconds $((busy - before)))"
}

check() { on_machine "$@" >"$1/check.txt"; }

# The written steps, from an empty place to a server that can work, then the check. Beside the clock it is proved that nothing
# changed on the way: by the digests of another backup, and by what the server says of its records.
restore() {
  local name=$1 machine=$2 took=0
  shift 2
  mkdir -p "$machine"
  step "$name: \`guanxi restore\`" on_machine "$machine" "$program" restore "$work/$name.backup.gz" "$@" >/dev/null
  proved_whole "$name" "$machine" "$@"
  step "$name: start of the server" serve "$machine" "$@"
  row "**$name: from an empty machine to a server that can work**" "$took"
  [ "$took" -lt "$most_ms" ] || { say "$name: longer than promised"; late=1; }
  step "$name: \`guanxi check\` beside it" check "$machine" "$program" check "$@"
  node drills/figures.mjs "$url" >"$drill/$name-after.json"
  stop
  diff "$drill/$name-before.json" "$drill/$name-after.json" || { say "$name: other figures than before"; return 1; }
}

make_database() {
  psql "$GUANXI_TEST_POSTGRES_URL" -q -c "CREATE DATABASE $1"
  echo "${GUANXI_TEST_POSTGRES_URL%/*}/$1"
}

make_seed
size=$(stat -c %s "$seed/guanxi.sqlite")
{
  echo "$((accounts * 36)) records; $((size / 1000000)) MB as a database file."
  echo
  echo "| what | took | processor time |"
  echo "|---|---|---|"
} | tee "$told"

back_up sqlite "$seed" --data "$seed"
restore sqlite "$work/two" --data "$work/two"

# The same records on PostgreSQL, by way of the same backup.
origin=$(make_database origin)
copy=$(make_database copy)
on_machine "$work/three" "$program" restore "$work/sqlite.backup.gz" --database-url "$origin" >/dev/null
echo "| PostgreSQL holds | $(psql "$origin" -A -t -c 'SELECT pg_size_pretty(pg_database_size(current_database()))') | |" | tee -a "$told"
back_up postgres "$work/three" --database-url "$origin"
restore postgres "$work/four" --database-url "$copy"
say "the times are in $told"
exit "$late"
