#!/usr/bin/env bash
# From a clean clone to a first result: installs what is missing, builds, runs the Yangtze Delta, prints a summary.
# Arguments are handed to `yanzhen run`, e.g. --set scale.people_per_agent=1000 for a quick look.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

tools/setup.sh
cmake --preset release -DYANZHEN_BUILD_TESTS=OFF -DYANZHEN_BUILD_BENCH=OFF
cmake --build --preset release --target yanzhen

readonly result=runs/demo.h5
mkdir -p runs
build/release/tools/yanzhen run scenarios/yangtze-delta/baseline.toml --output "$result" --force "$@"
echo
echo "The run is in $PWD/$result"
echo "Read it in Python: xarray.open_dataset(\"$result\", engine=\"h5netcdf\")"
