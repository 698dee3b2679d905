#!/usr/bin/env bash
# Every check and test: the static checks, everything on PostgreSQL and Redis, then the scenario, the guards and the
# pages on SQLite. All three parts run whatever the others gave; one list of results ends it.
# Usage: tools/tests.sh [ARGUMENTS OF PYTEST]   (with arguments: only that part of the tests, on PostgreSQL and Redis)
set -uo pipefail
cd "$(dirname "$0")/.."
jobs="$(nproc)"
data="$(mktemp -d /tmp/portal-tests.XXXXXX)"
trap 'rm -rf "$data"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP
# Nothing of the caller's installation may reach a test.
unset DATABASE_URL CELERY_BROKER_URL EMAIL_URL SECRET_KEY ALLOWED_HOSTS CSRF_TRUSTED_ORIGINS STATIC_ROOT CONN_MAX_AGE \
  LOG_LEVEL LOG_JSON PORTAL_DEMO PORTAL_HTTPS PORTAL_URL HSTS_SECONDS METRICS_TOKEN WORKER_METRICS ERRORS_DSN \
  PORTAL_REGION PORTAL_SECOND_FACTOR PORTAL_STEP_UP_MINUTES PORTAL_SESSION_IDLE_MINUTES PORTAL_SESSION_HOURS \
  PORTAL_TRUSTED_PROXIES PORTAL_LOCKOUT_ACCOUNT PORTAL_LOCKOUT_ADDRESS PORTAL_LOCKOUT_MINUTES PORTAL_OIDC_SERVER \
  REQUESTS_A_MINUTE FILES_A_MINUTE API_REQUESTS_A_MINUTE PERSONAL_DATA_YEARS DJANGO_SETTINGS_MODULE
export PORTAL_DATA_DIR="$data"

results=""
failed=0
part() {
  local title="$1" start=$SECONDS word=passed
  shift
  echo "== $title"
  "$@" || { word=FAILED; failed=1; }
  results+="$(printf '%-7s %s (%d s)' "$word" "$title" "$((SECONDS - start))")"$'\n'
}

pytest=(.venv/bin/pytest -q -n "$jobs" --dist worksteal)
if [ "$#" -gt 0 ]; then
  part "the tests asked for, on PostgreSQL and Redis" tools/with-services.sh "${pytest[@]}" "$@"
else
  part "static checks" tools/lint.sh
  part "every test, on PostgreSQL and Redis" tools/with-services.sh "${pytest[@]}" --durations=10
  part "the scenario, the guards, the pages, on SQLite" "${pytest[@]}" -m sqlite
fi
printf '\n== Result\n%s' "$results"
[ "$failed" -eq 0 ] && echo "PASSED" || echo "FAILED"
exit "$failed"
