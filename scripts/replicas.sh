#!/usr/bin/env bash
# Runs a command beside a PostgreSQL primary with a synchronous replica, both private and durable, and removes them
# afterwards, however the command ends:
#   scripts/replicas.sh COMMAND [ARGUMENT …]
# The command finds the pair in GUANXI_TEST_POSTGRES_URL, an address that leads to whichever is the primary. It may do to
# the pair what happens to pairs; the servers are called a and b, and a is the primary first:
#   "$GUANXI_TEST_REPLICAS" lose a       it is gone from one moment to the next
#   "$GUANXI_TEST_REPLICAS" promote b    the replica becomes the primary
#   "$GUANXI_TEST_REPLICAS" follow a b   the lost one is made anew as the replica of the other
set -euo pipefail

[ $# -gt 0 ] || { echo "usage: scripts/replicas.sh COMMAND [ARGUMENT …]" >&2; exit 2; }
# shellcheck source=scripts/lib/postgres.sh
. "$(dirname "$0")/lib/postgres.sh"

settings() {
  cat <<SETTINGS
shared_buffers = 256MB
max_wal_size = 2GB
synchronous_commit = on
SETTINGS
}

port_of() { cat "$folder/$1.port"; }

ask() { as_owner "$programs/psql" -X -q -A -t -v ON_ERROR_STOP=1 -h 127.0.0.1 -p "$(port_of "$1")" -U postgres -d postgres "${@:2}"; }

# In its own statements, because none of them may stand in a transaction.
waits_for() { ask "$1" -c "ALTER SYSTEM SET synchronous_standby_names = '$2'" -c "SELECT pg_reload_conf()" >/dev/null; }

lose() { as_owner "$programs/pg_ctl" stop -s -m immediate -D "$folder/$1"; }

# Alone it must not wait for anybody, or it would take no write.
promote() {
  waits_for "$1" ""
  as_owner "$programs/pg_ctl" promote -w -t 60 -s -D "$folder/$1"
}

# Made anew from the other: what it had that the other never got was never acknowledged, and must not come back.
follow() {
  rm -rf "${folder:?}/$1"
  as_owner "$programs/pg_basebackup" -D "$folder/$1" --write-recovery-conf --wal-method=stream --checkpoint=fast \
    -d "host=127.0.0.1 port=$(port_of "$2") user=postgres application_name=$1"
  start_server "$1" "$([ ! -f "$folder/$1.port" ] || port_of "$1")"
  echo "$port" >"$folder/$1.port"
  waits_for "$2" "$1"
  until_synchronous "$1" "$2"
}

until_synchronous() {
  local attempt
  for attempt in $(seq 300); do
    [ "$(ask "$2" -c "SELECT sync_state FROM pg_stat_replication WHERE application_name = '$1'")" != sync ] || return 0
    sleep 0.1
  done
  say "$1 does not follow $2"
  return 1
}

programs=$(find_programs)
if [ -n "${GUANXI_TEST_REPLICAS_FOLDER:-}" ]; then
  folder=$GUANXI_TEST_REPLICAS_FOLDER
  case "$1" in
    lose | promote | follow) "$@"; exit ;;
  esac
fi

folder=$(private_folder replicas)
finish_in_any_case
settings | make_server a
start_server a
echo "$port" >"$folder/a.port"
follow b a
GUANXI_TEST_REPLICAS=$(readlink -f "$0")
GUANXI_TEST_POSTGRES_URL="postgres://postgres@127.0.0.1:$(port_of a),127.0.0.1:$(port_of b)/postgres"
GUANXI_TEST_POSTGRES_URL+="?target_session_attrs=read-write&connect_timeout=2"
export GUANXI_TEST_REPLICAS GUANXI_TEST_POSTGRES_URL GUANXI_TEST_REPLICAS_FOLDER=$folder
run_beside "$@"
