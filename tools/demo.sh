#!/usr/bin/env bash
# The demonstration: fills an embedded database of its own once and serves the portal on loopback.
# PORT=8000 and DEMO_DIR=var/demo by default; an installation named by DATABASE_URL or PORTAL_DATA_DIR is never touched.
set -euo pipefail
cd "$(dirname "$0")/.."
port="${PORT:-8000}"
dir="${DEMO_DIR:-$PWD/var/demo}"
unset DATABASE_URL CELERY_BROKER_URL EMAIL_URL SECRET_KEY STATIC_ROOT PORTAL_HTTPS CSRF_TRUSTED_ORIGINS DJANGO_SETTINGS_MODULE
export LOG_LEVEL=WARNING PORTAL_DEMO=1 PORTAL_DATA_DIR="$dir" ALLOWED_HOSTS=127.0.0.1,localhost PORTAL_URL="http://127.0.0.1:$port"
mkdir -p "$dir"

if ! .venv/bin/python -c "import socket, sys; socket.create_server(('127.0.0.1', int(sys.argv[1]))).close()" "$port" 2>/dev/null; then
  echo "Порт $port занят или недоступен. Другой: make demo PORT=8001" >&2
  exit 1
fi
# A first fill that was broken off halfway is begun anew; a finished one is kept.
if [ -f "$dir/filling" ]; then rm -f "$dir"/portal.sqlite3*; fi
if [ ! -f "$dir/portal.sqlite3" ]; then touch "$dir/filling"; fi
.venv/bin/python manage.py migrate --verbosity 0
.venv/bin/python manage.py demo --if-empty
rm -f "$dir/filling"
.venv/bin/python manage.py enforce_deadlines
echo
echo "Портал: http://127.0.0.1:$port  (остановить: Ctrl+C; начать заново: rm -rf $dir)"
# Terms enforce themselves and letters leave without a broker: one worker, which is its own scheduler. The portal serves
# even where it cannot start; its log lies beside the data.
.venv/bin/celery -A ranking_portal worker -B --queues enforcement,documents --pool solo --loglevel WARNING \
  --without-gossip --without-mingle --without-heartbeat >"$dir/worker.log" 2>&1 &
worker=$!
web=""
stop() {
  trap - EXIT INT TERM HUP
  kill -TERM $web "$worker" 2>/dev/null || true
  wait
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP
.venv/bin/gunicorn ranking_portal.wsgi --bind "127.0.0.1:$port" --workers 2 --threads 4 --worker-class gthread \
  --timeout 120 --log-level warning &
web=$!
status=0
wait "$web" || status=$?
exit "$status"
