#!/usr/bin/env bash
# The demonstration: fills the embedded database once and serves the portal on loopback. PORT=8000 by default.
set -euo pipefail
cd "$(dirname "$0")/.."
port="${PORT:-8000}"
export PORTAL_DEMO=1 PORTAL_DATA_DIR="${PORTAL_DATA_DIR:-$PWD/var/demo}" ALLOWED_HOSTS=127.0.0.1,localhost
unset DATABASE_URL CELERY_BROKER_URL EMAIL_URL
mkdir -p "$PORTAL_DATA_DIR"
# A fill that was broken off halfway is begun anew: only a finished one leaves its list of accounts.
if [ ! -f "$PORTAL_DATA_DIR/demo-accounts.json" ]; then rm -f "$PORTAL_DATA_DIR"/portal.sqlite3*; fi
.venv/bin/python manage.py migrate --verbosity 0
.venv/bin/python manage.py demo --if-empty
if [ "${1:-}" = "--fill-only" ]; then exit 0; fi
echo
echo "Портал: http://127.0.0.1:$port  (остановить: Ctrl+C; начать заново: rm -rf $PORTAL_DATA_DIR)"
exec .venv/bin/gunicorn ranking_portal.wsgi --bind "127.0.0.1:$port" --workers 2 --threads 4 --worker-class gthread \
  --timeout 120 --log-level warning
