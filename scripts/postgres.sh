#!/usr/bin/env bash
# Runs a command beside a private PostgreSQL cluster and removes the cluster afterwards, however the command ends:
#   scripts/postgres.sh cargo test -p guanxi-persistence
# The command finds the cluster in GUANXI_TEST_POSTGRES_URL; the role may create databases. Whoever stops and starts it
# finds its folder in GUANXI_TEST_POSTGRES_DATA.
set -euo pipefail

[ $# -gt 0 ] || { echo "usage: scripts/postgres.sh COMMAND [ARGUMENT …]" >&2; exit 2; }

say() { echo "postgres.sh: $*" >&2; }

# Debian and Ubuntu keep the server's programs out of PATH; the newest version wins.
find_programs() {
  local newest
  newest=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
  if [ -n "$newest" ] && [ -x "$newest/initdb" ]; then
    echo "$newest"
  elif command -v initdb >/dev/null; then
    dirname "$(command -v initdb)"
  else
    say "no PostgreSQL server here: apt-get install postgresql"
    return 1
  fi
}

# PostgreSQL refuses to run as root.
as_owner() {
  if [ "$(id -u)" = 0 ]; then
    (cd "$folder" && runuser -u postgres -- "$@")
  else
    (cd "$folder" && "$@")
  fi
}

# Below the range the kernel gives to outgoing connections.
random_port() { echo $((15000 + (RANDOM * 32768 + RANDOM) % 15000)); }

# Nothing in it outlives the command, so it need not survive a power cut: the tests kill Guanxi, never this server. What is
# measured must be what users have, though: POSTGRES_DURABLE=1 leaves durability as it is by default, with more memory.
write_settings() {
  if [ "${POSTGRES_DURABLE:-}" = 1 ]; then
    durable_settings
  else
    quick_settings
  fi >>"$folder/data/postgresql.conf"
}

durable_settings() {
  cat <<SETTINGS
listen_addresses = '127.0.0.1'
unix_socket_directories = '$folder'
max_connections = 300
shared_buffers = 1GB
max_wal_size = 4GB
timezone = 'UTC'
log_timezone = 'UTC'
SETTINGS
}

quick_settings() {
  cat <<SETTINGS
listen_addresses = '127.0.0.1'
unix_socket_directories = '$folder'
max_connections = 300
shared_buffers = 128MB
fsync = off
full_page_writes = off
synchronous_commit = off
deadlock_timeout = 100ms
max_wal_size = 2GB
checkpoint_timeout = 30min
wal_level = minimal
max_wal_senders = 0
autovacuum_naptime = 10s
timezone = 'UTC'
log_timezone = 'UTC'
SETTINGS
}

start() {
  local attempt
  for attempt in 1 2 3 4 5; do
    port=$(random_port)
    if as_owner "$programs/pg_ctl" start -w -t 60 -s -D "$folder/data" -l "$folder/log" -o "-p $port"; then
      return 0
    fi
    grep -q 'Address already in use' "$folder/log" || break
  done
  say "the server does not start:"
  cat "$folder/log" >&2
  return 1
}

finish() {
  local code=$?
  trap - EXIT
  if [ -f "$folder/data/postmaster.pid" ]; then
    as_owner "$programs/pg_ctl" stop -s -m immediate -D "$folder/data" || say "could not stop the server in $folder"
  fi
  rm -rf "$folder"
  exit "$code"
}

# The command has a process group of its own, so that an interruption reaches all of it.
child=
interrupt() {
  interrupted=$1
  [ -z "$child" ] || kill -TERM -- "-$child" 2>/dev/null || true
}

programs=$(find_programs)
folder=$(mktemp -d "${TMPDIR:-/tmp}/guanxi-postgres.XXXXXX")
trap finish EXIT
interrupted=
trap 'interrupt 130' INT
trap 'interrupt 143' TERM HUP
[ "$(id -u)" != 0 ] || chown postgres: "$folder"

as_owner "$programs/initdb" --pgdata="$folder/data" --username=postgres --auth=trust \
  --encoding=UTF8 --locale=C.UTF-8 --no-instructions >"$folder/initdb" 2>&1 || {
  say "initdb failed:"
  cat "$folder/initdb" >&2
  exit 1
}
write_settings
start
export GUANXI_TEST_POSTGRES_URL="postgres://postgres@127.0.0.1:$port/postgres" GUANXI_TEST_POSTGRES_DATA="$folder/data"
[ -z "$interrupted" ] || exit "$interrupted"

set -m
PATH="$PATH:$programs" "$@" </dev/null &
child=$!
set +m
code=0
while :; do
  wait "$child" && code=0 || code=$?
  # A signal ends the wait early, while the command is still stopping.
  kill -0 "$child" 2>/dev/null || break
done
[ -z "$interrupted" ] || code=$interrupted
exit "$code"
