#!/usr/bin/env bash
# Two servers behind the proxy on a PostgreSQL primary with a synchronous replica: a drill in which servers and the primary
# are lost while people work, then browser journeys through the proxy:
#   scripts/replicas.sh scripts/cluster.sh PROGRAM
# ROUNDS says how often each is lost, NOTICE how many seconds pass before somebody promotes the replica, JOURNEYS which
# journeys go through the proxy (all unless said otherwise; JOURNEYS= leaves them out).
set -uo pipefail
cd "$(dirname "$0")/.."

export GUANXI_BIN=${1:?usage: scripts/cluster.sh PROGRAM}
status=0
node --test --test-reporter=spec drills/failover.test.mjs || status=1
read -ra journeys <<<"${JOURNEYS-*}"
files=()
for journey in "${journeys[@]}"; do
  # Unquoted, so that the pattern of all of them becomes their names.
  files+=(e2e/$journey.test.mjs)
done
if [ ${#files[@]} -gt 0 ]; then
  GUANXI_E2E_NODES=2 node --test --test-concurrency=2 --test-reporter=spec "${files[@]}" || status=1
fi
exit "$status"
