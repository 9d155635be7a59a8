#!/usr/bin/env bash
# Measures the server on both databases, each beside the raw engine, and puts the tables into target/bench:
#   scripts/bench.sh TOOL SERVER [ARGUMENT …]     arguments go to the tool, such as --accounts 2000 --only get,list
# ENGINES=sqlite measures that one only.
set -euo pipefail
cd "$(dirname "$0")/.."

tool=${1:?usage: scripts/bench.sh TOOL SERVER [ARGUMENT …]}
server=${2:?usage: scripts/bench.sh TOOL SERVER [ARGUMENT …]}
shift 2
folder=${CARGO_TARGET_DIR:-target}/bench
mkdir -p "$folder"
for engine in ${ENGINES:-sqlite postgres}; do
  options=(--server "$server" --folder "$folder" --out "$folder/$engine.md" "$@")
  case $engine in
    sqlite) "$tool" "${options[@]}" ;;
    postgres) POSTGRES_DURABLE=1 scripts/postgres.sh bash -c '"$@" --postgres "$GUANXI_TEST_POSTGRES_URL"' - "$tool" "${options[@]}" ;;
    *) echo "bench.sh: no such engine: $engine" >&2; exit 2 ;;
  esac
done
