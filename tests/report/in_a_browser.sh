#!/usr/bin/env bash
# Runs the tests in a browser out of the folder BUILD, where npm puts what they need. Exit code 77 where something is missing.
#   in_a_browser.sh BUILD
set -euo pipefail

readonly source=$(cd "$(dirname "$0")" && pwd) build=$1 least_node=20

skip() {
  echo "tests in a browser are skipped: $1"
  exit 77
}

CHROMIUM=${CHROMIUM:-$(command -v chromium || true)}
[[ -x $CHROMIUM ]] || skip "no chromium (tools/setup.sh --tests installs it; CHROMIUM may name another)"
[[ $CHROMIUM != /snap/* ]] || skip "$CHROMIUM is a snap, which sees no files of others; CHROMIUM may name another"
command -v npm >/dev/null && command -v node >/dev/null || skip "no node and npm (tools/setup.sh installs them)"
node_version=$(node --version)
node_major=${node_version#v}
[[ ${node_major%%.*} -ge $least_node ]] || skip "node $node_version is too old, $least_node is needed"
export CHROMIUM

mkdir -p "$build"
cd "$build"
if ! cmp --quiet "$source/package-lock.json" node_modules/.installed; then
  cp "$source"/{package.json,package-lock.json,.npmrc} .
  npm ci --prefer-offline --no-audit --no-fund --loglevel=error
  cp package-lock.json node_modules/.installed
fi
cp "$source"/*.{mjs,py} .
exec node --test report_browser_test.mjs
