#!/bin/sh
# run.sh - one file of tests of the report, or the reason why it cannot be tried here (77).
#
#     run.sh BIN_DIR MODULES FILE.test.js
set -eu

skip() {
    echo "SKIPPED: $*"
    exit 77
}

command -v node >/dev/null 2>&1 || skip "there is no node"
CHROMIUM=$(command -v chromium || command -v chromium-browser || command -v google-chrome) ||
    skip "there is no chromium"
[ -d "$2/node_modules/playwright-core" ] && [ -d "$2/node_modules/axe-core" ] ||
    skip "playwright-core and axe-core are not in $2; tests/run puts them there"
[ -e "$1/../share/echolab/report-template.html" ] || skip "this build has no page of reports"

BIN=$1 MODULES=$2
export BIN MODULES CHROMIUM
exec node --test --test-reporter=spec "$(dirname "$0")/$3"
