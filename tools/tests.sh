#!/usr/bin/env bash
# The whole suite: everything on PostgreSQL and Redis, then the pure rules, the scenario and the pages on SQLite.
set -euo pipefail
cd "$(dirname "$0")/.."
jobs="$(nproc)"
data="$(mktemp -d /tmp/portal-tests.XXXXXX)"
trap 'rm -rf "$data"' EXIT
export PORTAL_DATA_DIR="$data" PYTHONDONTWRITEBYTECODE=1
unset PORTAL_DEMO ALLOWED_HOSTS EMAIL_URL DATABASE_URL CELERY_BROKER_URL

if [ "$#" -gt 0 ]; then
  tools/with-services.sh .venv/bin/pytest -n "$jobs" --dist worksteal "$@"
  exit
fi
echo "== PostgreSQL and Redis: everything"
tools/with-services.sh .venv/bin/pytest -q -n "$jobs" --dist worksteal --durations=10
echo "== SQLite: pure rules, the scenario, the pages"
.venv/bin/pytest -q -n "$jobs" --dist worksteal -m sqlite
