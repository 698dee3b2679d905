#!/usr/bin/env bash
# Makes .venv hold what a lock file says. Usage: tools/venv.sh requirements.lock|requirements-dev.lock
# Remembers the lock's hash, so that a second run needs neither network nor time. The development lock holds the other.
set -euo pipefail
cd "$(dirname "$0")/.."
lock="$1"
wanted="$(sha256sum "$lock" | cut -d' ' -f1)"
stamp=".venv/.$lock.sha256"
[ -x .venv/bin/python ] && [ "$(cat "$stamp" 2>/dev/null)" = "$wanted" ] && exit 0
python="$(tools/python.sh)"
# Half made, or made by a Python that is gone: begin anew.
if ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
  rm -rf .venv
  "$python" -m venv .venv || { echo "Could not make .venv: Debian package python3-venv is missing" >&2; exit 1; }
fi
echo "Installing Python packages of $lock"
if ! .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r "$lock"; then
  echo "Could not install the packages of $lock: is the package index reachable?" >&2
  exit 1
fi
echo "$wanted" > "$stamp"
if [ "$lock" = requirements-dev.lock ]; then sha256sum requirements.lock | cut -d' ' -f1 > .venv/.requirements.lock.sha256; fi
