#!/usr/bin/env bash
# Debian packages that the portal stands on. Usage: tools/system.sh run|test
# Installs what is missing when it may (root, apt-get); otherwise names the packages and stops.
set -euo pipefail

run="python3-venv tzdata libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-liberation2 fonts-paratype"
test="chromium libatomic1 poppler-utils postgresql redis-server"
case "${1:-run}" in
  run) wanted="$run" ;;
  test) wanted="$run $test" ;;
  *) echo "usage: tools/system.sh run|test" >&2; exit 2 ;;
esac

if ! command -v dpkg-query >/dev/null; then
  echo "This is not a Debian system: please see that these are installed: $wanted" >&2
  exit 0
fi

is_there() { [ "$(dpkg-query -W -f='${Status}' "$1" 2>/dev/null)" = "install ok installed" ]; }

has_ensurepip() {
  local python
  python="$("$(dirname "$0")/python.sh" 2>/dev/null)" && "$python" -c "import ensurepip" 2>/dev/null
}

missing=""
for package in $wanted; do
  # A Python with its own ensurepip makes environments without Debian's package.
  if [ "$package" = python3-venv ] && has_ensurepip; then continue; fi
  is_there "$package" || missing="$missing $package"
done
[ -z "$missing" ] && exit 0

if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
  echo "Missing Debian packages (this user may not install them):$missing" >&2
  echo "As root: apt-get install$missing" >&2
  exit 1
fi
export DEBIAN_FRONTEND=noninteractive
echo "Installing Debian packages:$missing"
apt-get update -qq || echo "apt-get update failed, trying with the lists at hand" >&2
# shellcheck disable=SC2086
if ! apt-get install -y -qq --no-install-recommends $missing >/dev/null; then
  echo "Could not install:$missing (no network, no such package?)" >&2
  exit 1
fi
