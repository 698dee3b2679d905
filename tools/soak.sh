#!/usr/bin/env bash
# The long trials, and their report docs/soak.md. Usage: [SEED=...] tools/soak.sh [ARGUMENTS OF PYTEST]
set -uo pipefail
cd "$(dirname "$0")/.."
SOAK_REPORT="$(mktemp -d /tmp/portal-soak.XXXXXX)"
export SOAK_REPORT
trap 'rm -rf "$SOAK_REPORT"' EXIT
status=0
tools/with-services.sh .venv/bin/pytest -q -n "$(nproc)" --dist worksteal --durations=15 "${@:-tests/soak}" || status=$?
.venv/bin/python tools/soak_report.py "$SOAK_REPORT" "$SECONDS"
exit "$status"
