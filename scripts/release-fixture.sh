#!/usr/bin/env bash
# Keeps a database of this version for the tests of later ones, which must bring it up to date with its figures:
#   scripts/postgres.sh scripts/release-fixture.sh PROGRAM VERSION
# `make release-fixture` calls it. Writes crates/api/tests/releases/VERSION.{sqlite,sql,backup}.gz; the figures are
# written by the test itself when they are missing. Nothing that is there is ever written again.
set -euo pipefail

[ $# = 2 ] || { echo "usage: scripts/postgres.sh scripts/release-fixture.sh PROGRAM VERSION" >&2; exit 2; }
program=$(realpath "$1")
version=$2
cd "$(dirname "$0")/.."
: "${GUANXI_TEST_POSTGRES_URL:?is set by scripts/postgres.sh}"
into=crates/api/tests/releases
mkdir -p "$into"
if compgen -G "$into/$version.*" >/dev/null; then
  echo "release-fixture: $version is kept already" >&2
  exit 1
fi

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
url=$GUANXI_TEST_POSTGRES_URL
# None of the settings of whoever runs this.
unset "${!GUANXI_@}"

"$program" --data "$folder/data" demo
"$program" --data "$folder/data" backup --to "$folder/backup.gz"
cp "$folder/backup.gz" "$into/$version.backup.gz"
# No server has it open, so everything is in the one file.
gzip -9n <"$folder/data/guanxi.sqlite" >"$into/$version.sqlite.gz"

psql --quiet "$url" -c 'CREATE DATABASE release_fixture'
other="${url%/*}/release_fixture"
"$program" --data "$folder/data" move --to "$other"
pg_dump --inserts --no-owner --no-privileges "$other" | gzip -9n >"$into/$version.sql.gz"
psql --quiet "$url" -c 'DROP DATABASE release_fixture'
ls -l "$into/$version".*
