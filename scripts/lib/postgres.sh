# What scripts that keep PostgreSQL servers of their own share. They say `folder=$(private_folder NAME)` first: everything
# lies in it, and `finish` stops the servers in it and removes it.
# shellcheck shell=bash

say() { echo "$(basename "$0"): $*" >&2; }

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

private_folder() {
  local made
  made=$(mktemp -d "${TMPDIR:-/tmp}/guanxi-$1.XXXXXX")
  [ "$(id -u)" != 0 ] || chown postgres: "$made"
  echo "$made"
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

common_settings() {
  cat <<SETTINGS
listen_addresses = '127.0.0.1'
unix_socket_directories = '$folder'
max_connections = 300
timezone = 'UTC'
log_timezone = 'UTC'
SETTINGS
}

# make_server NAME: an empty one in $folder/NAME; settings come from standard input.
make_server() {
  as_owner "$programs/initdb" --pgdata="$folder/$1" --username=postgres --auth=trust \
    --encoding=UTF8 --locale=C.UTF-8 --no-instructions >"$folder/initdb" 2>&1 || {
    say "initdb failed:"
    cat "$folder/initdb" >&2
    return 1
  }
  { common_settings; cat; } >>"$folder/$1/postgresql.conf"
}

# start_server NAME [PORT]: at a free port unless one is said, which then is in $port.
start_server() {
  local attempt
  for attempt in 1 2 3 4 5; do
    port=${2:-$(random_port)}
    if as_owner "$programs/pg_ctl" start -w -t 60 -s -D "$folder/$1" -l "$folder/$1.log" -o "-p $port"; then
      return 0
    fi
    [ -z "${2:-}" ] && grep -q 'Address already in use' "$folder/$1.log" || break
  done
  say "the server does not start:"
  cat "$folder/$1.log" >&2
  return 1
}

finish() {
  local code=$? pid
  trap - EXIT
  for pid in "$folder"/*/postmaster.pid; do
    [ -f "$pid" ] || continue
    as_owner "$programs/pg_ctl" stop -s -m immediate -D "$(dirname "$pid")" || say "could not stop the server in $folder"
  done
  rm -rf "$folder"
  exit "$code"
}

# The command has a process group of its own, so that an interruption reaches all of it.
child=
interrupted=
interrupt() {
  interrupted=$1
  [ -z "$child" ] || kill -TERM -- "-$child" 2>/dev/null || true
}

# From here on, whatever ends the script, `finish` runs.
finish_in_any_case() {
  trap finish EXIT
  trap 'interrupt 130' INT
  trap 'interrupt 143' TERM HUP
}

# Runs the command beside the servers and exits as it does.
run_beside() {
  [ -z "$interrupted" ] || exit "$interrupted"
  set -m
  PATH="$PATH:$programs" "$@" </dev/null &
  child=$!
  set +m
  local code=0
  while :; do
    wait "$child" && code=0 || code=$?
    # A signal ends the wait early, while the command is still stopping.
    kill -0 "$child" 2>/dev/null || break
  done
  [ -z "$interrupted" ] || code=$interrupted
  exit "$code"
}
