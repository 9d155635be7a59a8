#!/usr/bin/env bash
# Runs a command beside a private PostgreSQL cluster and removes the cluster afterwards, however the command ends:
#   scripts/postgres.sh cargo test -p guanxi-persistence
# The command finds the cluster in GUANXI_TEST_POSTGRES_URL; the role may create databases. Whoever stops and starts it
# finds its folder in GUANXI_TEST_POSTGRES_DATA.
set -euo pipefail

[ $# -gt 0 ] || { echo "usage: scripts/postgres.sh COMMAND [ARGUMENT …]" >&2; exit 2; }
# shellcheck source=scripts/lib/postgres.sh
. "$(dirname "$0")/lib/postgres.sh"

# Nothing in it outlives the command, so it need not survive a power cut: the tests kill Guanxi, never this server. What is
# measured must be what users have, though: POSTGRES_DURABLE=1 leaves durability as it is by default, with more memory.
settings() {
  if [ "${POSTGRES_DURABLE:-}" = 1 ]; then durable_settings; else quick_settings; fi
}

durable_settings() {
  cat <<SETTINGS
shared_buffers = 1GB
max_wal_size = 4GB
SETTINGS
}

quick_settings() {
  cat <<SETTINGS
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
SETTINGS
}

programs=$(find_programs)
folder=$(private_folder postgres)
finish_in_any_case
settings | make_server data
start_server data
export GUANXI_TEST_POSTGRES_URL="postgres://postgres@127.0.0.1:$port/postgres" GUANXI_TEST_POSTGRES_DATA="$folder/data"
run_beside "$@"
