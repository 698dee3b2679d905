#!/usr/bin/env bash
# Runs a command beside a throw-away PostgreSQL and Redis, which end with it. Usage: tools/with-services.sh COMMAND...
# The command finds them in DATABASE_URL and CELERY_BROKER_URL. Nothing listens on the network but Redis, on a free loopback port.
set -euo pipefail
[ "$#" -gt 0 ] || { echo "usage: tools/with-services.sh COMMAND..." >&2; exit 2; }

bin="$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1 || true)"
[ -n "$bin" ] || { echo "PostgreSQL is missing: apt-get install postgresql" >&2; exit 1; }
command -v redis-server >/dev/null || { echo "Redis is missing: apt-get install redis-server" >&2; exit 1; }

dir="$(mktemp -d /tmp/portal-services.XXXXXX)"
chmod 711 "$dir"
mkdir "$dir/pg" "$dir/redis"
as=()
if [ "$(id -u)" -eq 0 ]; then
  # PostgreSQL refuses to run as root.
  chown postgres:postgres "$dir/pg"
  as=(setpriv --reuid=postgres --regid=postgres --init-groups)
fi

command_pid=""
redis_pid=""
stop() {
  status=$?
  trap - EXIT
  trap '' INT TERM HUP
  set +e
  for pid in $command_pid $redis_pid; do
    kill "$pid" 2>/dev/null
    wait "$pid" 2>/dev/null
  done
  cd /
  "${as[@]}" "$bin/pg_ctl" -D "$dir/pg/data" -m immediate -s stop 2>/dev/null
  rm -rf "$dir"
  exit "$status"
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

fail() {
  echo "$1 did not start:" >&2
  cat "$2" >&2
  exit 1
}

settings="-c listen_addresses='' -k $dir/pg -c max_connections=200 -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
(cd / && "${as[@]}" "$bin/initdb" -D "$dir/pg/data" -U postgres -A trust -E UTF8 --locale=C.UTF-8 --no-sync) \
  >"$dir/initdb.log" 2>&1 || fail "PostgreSQL (initdb)" "$dir/initdb.log"
(cd / && "${as[@]}" "$bin/pg_ctl" -D "$dir/pg/data" -s -w -l "$dir/pg/log" -o "$settings" start) \
  2>"$dir/pg_ctl.log" || fail PostgreSQL "$dir/pg/log"

port="$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')"
redis-server --port "$port" --bind 127.0.0.1 --dir "$dir/redis" --save '' --appendonly no >"$dir/redis/log" 2>&1 &
redis_pid=$!
for _ in $(seq 50); do
  redis-cli -p "$port" ping >/dev/null 2>&1 && break
  sleep 0.1
done
redis-cli -p "$port" ping >/dev/null 2>&1 || fail Redis "$dir/redis/log"

# A path in place of a host is the directory of the socket.
export DATABASE_URL="postgres://postgres@/$dir/pg/portal"
export CELERY_BROKER_URL="redis://127.0.0.1:$port/0"
# In the background and waited for, so that a signal to this script ends the command at once too.
"$@" <&0 &
command_pid=$!
status=0
wait "$command_pid" || status=$?
command_pid=""
exit "$status"
