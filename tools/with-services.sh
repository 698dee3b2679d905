#!/usr/bin/env bash
# Runs a command beside a throw-away PostgreSQL and Redis, which end with it. Usage: tools/with-services.sh COMMAND...
# The command finds them in DATABASE_URL and REDIS_URL. Nothing listens on the network but Redis on a free loopback port.
set -euo pipefail

bin="$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1 || true)"
[ -n "$bin" ] || { echo "PostgreSQL is missing: apt-get install postgresql" >&2; exit 1; }
command -v redis-server >/dev/null || { echo "Redis is missing: apt-get install redis-server" >&2; exit 1; }

dir="$(mktemp -d /tmp/portal-services.XXXXXX)"
chmod 755 "$dir"
mkdir "$dir/pg" "$dir/redis"
as=()
if [ "$(id -u)" -eq 0 ]; then
  # PostgreSQL refuses to run as root.
  chown postgres:postgres "$dir/pg"
  as=(setpriv --reuid=postgres --regid=postgres --init-groups)
fi

stop() {
  status=$?
  trap - EXIT INT TERM
  [ -n "${redis_pid:-}" ] && kill "$redis_pid" 2>/dev/null && wait "$redis_pid" 2>/dev/null
  (cd / && "${as[@]}" "$bin/pg_ctl" -D "$dir/pg/data" -m immediate -s stop 2>/dev/null) || true
  rm -rf "$dir"
  exit "$status"
}
trap stop EXIT INT TERM

(
  cd /
  "${as[@]}" "$bin/initdb" -D "$dir/pg/data" -U postgres -A trust -E UTF8 --locale=C.UTF-8 --no-sync >/dev/null
  "${as[@]}" "$bin/pg_ctl" -D "$dir/pg/data" -s -w -l "$dir/pg/log" \
    -o "-c listen_addresses='' -k $dir/pg -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=100" start
)
port="$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')"
redis-server --port "$port" --bind 127.0.0.1 --dir "$dir/redis" --save '' --appendonly no >"$dir/redis/log" 2>&1 &
redis_pid=$!
for _ in $(seq 50); do redis-cli -p "$port" ping >/dev/null 2>&1 && break; sleep 0.1; done
redis-cli -p "$port" ping >/dev/null || { echo "Redis did not start:" >&2; cat "$dir/redis/log" >&2; exit 1; }

# A path in place of a host is the directory of the socket.
export DATABASE_URL="postgres://postgres@/$dir/pg/portal"
export REDIS_URL="redis://127.0.0.1:$port/0"
"$@"
