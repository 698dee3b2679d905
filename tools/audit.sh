#!/usr/bin/env bash
# Known holes of the locked packages, by the public lists (PyPI, then OSV). Needs the network; says so where it has none.
cd "$(dirname "$0")/.."
told="$(mktemp)"
trap 'rm -f "$told"' EXIT
for lock in requirements.lock requirements-dev.lock; do
  for service in pypi osv; do
    if .venv/bin/pip-audit --strict --disable-pip --require-hashes -s "$service" -r "$lock" >"$told" 2>&1; then
      echo "ok      $lock: no known holes ($service)"
      continue 2
    fi
    # A hole is told in a table; anything else is a list that could not be asked.
    if grep -q "Fix Versions" "$told"; then
      echo "FAILED  $lock: known holes ($service)"
      cat "$told"
      exit 1
    fi
  done
  echo "FAILED  $lock could not be audited: the lists of known holes cannot be asked from here"
  tail -1 "$told" | cut -c1-300
  exit 1
done
