#!/usr/bin/env bash
# Holds the API against programs of others: a validating proxy, generated clients, odd JSON and odd texts, and browser
# journeys through the proxy. Run it beside a database: scripts/postgres.sh scripts/strangers.sh PROGRAM
# GUANXI_TEST_DATA names a folder with the large collections of others (see strangers/given.mjs); JOURNEYS the
# journeys, which take longer than the rest.
set -uo pipefail
cd "$(dirname "$0")/.."

export GUANXI_BIN=${1:?usage: scripts/strangers.sh PROGRAM}
journeys=${JOURNEYS-deals customers}
status=0
node --test --test-concurrency=2 --test-reporter=spec strangers/*.test.mjs || status=1
for journey in $journeys; do
  GUANXI_E2E_PRISM=1 node --test --test-reporter=spec "e2e/$journey.test.mjs" || status=1
done
exit "$status"
