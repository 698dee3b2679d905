#!/usr/bin/env bash
# Every static check; all of them run, and any failure fails the whole.
cd "$(dirname "$0")/.."
export PATH="$PWD/.venv/bin:$PATH"
failed=""
check() {
  local title="$1"
  shift
  if output="$("$@" 2>&1)"; then echo "ok      $title"; else
    echo "FAILED  $title"
    echo "$output" | tail -60
    failed="$failed $title,"
  fi
}
check "ruff" ruff check .
check "ruff format" ruff format --check .
check "mypy strict" mypy .
check "import contracts" lint-imports
check "templates (djlint)" djlint --lint templates
check "bandit" bandit -q -r -c pyproject.toml manage.py ranking_portal projects ranking protocols bonus_fund
check "django check" python manage.py check
check "migrations" python manage.py makemigrations --check --dry-run
check "modules under 500 lines" python tools/module_sizes.py
[ -z "$failed" ] || { echo "Failed:${failed%,}"; exit 1; }
