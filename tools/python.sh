#!/usr/bin/env bash
# Prints the Python to make the environment with: 3.11 or newer, 3.11 first.
set -euo pipefail
for candidate in python3.11 python3; do
  if command -v "$candidate" >/dev/null && "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    command -v "$candidate"
    exit 0
  fi
done
echo "Python 3.11 or newer is needed (Debian 12: apt-get install python3)" >&2
exit 1
