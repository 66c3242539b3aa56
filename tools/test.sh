#!/usr/bin/env bash
# Builds yanzhen and runs its tests.
#   tools/test.sh            with sanitizers (preset asan), and as users run it (preset release)
#   tools/test.sh --quick    preset release alone
#   tools/test.sh --full     also with clang, and under ThreadSanitizer
# YANZHEN_JOBS says how many jobs run at once; as many as there are cores otherwise.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

jobs=${YANZHEN_JOBS:-$(nproc)}
presets=(asan release)

usage() {
  echo "usage: tools/test.sh [--quick | --full]" >&2
  exit 2
}

say() {
  printf '\n== %s\n' "$*"
}

check_format() {
  if ! command -v clang-format >/dev/null; then
    say "format: SKIPPED, there is no clang-format"
    return
  fi
  # Versions differ in small things; 14 is what the code was laid out with.
  local version
  version=$(clang-format --version | sed 's/.*version \([0-9]*\).*/\1/')
  if [[ $version -ne 14 ]]; then
    say "format: SKIPPED, clang-format is $version, not 14"
    return
  fi
  say "format: clang-format $version"
  find engine io models tools tests bench \( -name '*.cpp' -o -name '*.hpp' \) -print0 |
    xargs -0 clang-format --dry-run -Werror
  echo "every file is laid out as .clang-format says"
}

# Leaves what ctest says as the last lines.
build_and_test() {
  local preset=$1
  say "$preset: build"
  # Benchmarks are timed in release alone; elsewhere they would only cost time to build.
  local bench=OFF
  [[ $preset == release ]] && bench=ON
  cmake --preset "$preset" -DYANZHEN_BUILD_BENCH=$bench
  cmake --build --preset "$preset" --parallel "$jobs"
  say "$preset: test"
  # A leak is an error, and so is what the sanitizers see in a child.
  ASAN_OPTIONS=detect_leaks=1:abort_on_error=0 UBSAN_OPTIONS=print_stacktrace=1 \
    ctest --preset "$preset" --parallel "$jobs" --no-tests=error
}

build_and_test_tsan() {
  if ! tools/build_tbb_for_tsan.sh build/tbb-tsan; then
    say "tsan: SKIPPED, oneTBB could not be built from source (reason above)"
    return
  fi
  build_and_test tsan
}

[[ $# -le 1 ]] || usage
full=false
case ${1:-} in
  "") ;;
  --quick) presets=(release) ;;
  --full) full=true ;;
  *) usage ;;
esac

if [[ ${1:-} == --quick ]]; then tools/setup.sh; else tools/setup.sh --tests; fi
check_format
if $full; then
  build_and_test_tsan
  presets=(clang "${presets[@]}")
fi
for preset in "${presets[@]}"; do build_and_test "$preset"; done
