#!/usr/bin/env bash
# Breaks what a server stands on, on both databases, and puts the table into target/faults:
#   scripts/faults.sh TOOL SERVER [ARGUMENT …]     arguments go to the tool, such as --short --only kill,disk --engine sqlite
# Variables set how often; docs/reliability.md lists them. Run it as root: the small disk is mounted.
set -euo pipefail
cd "$(dirname "$0")/.."

tool=${1:?usage: scripts/faults.sh TOOL SERVER [ARGUMENT …]}
server=${2:?usage: scripts/faults.sh TOOL SERVER [ARGUMENT …]}
shift 2
folder=${CARGO_TARGET_DIR:-target}/faults
mkdir -p "$folder"
# PostgreSQL as users have it: what it acknowledged must survive its own end.
POSTGRES_DURABLE=1 scripts/postgres.sh bash -c '"$@" --postgres "$GUANXI_TEST_POSTGRES_URL"' - \
  "$tool" --server "$server" --out "$folder/faults.md" "$@"
