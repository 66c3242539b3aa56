#!/usr/bin/env bash
# Builds oneTBB with ThreadSanitizer from this system's own source package. With the packaged library, which the
# sanitizer cannot see into, correct programs are reported by the hundred.
#   tools/build_tbb_for_tsan.sh FOLDER     about a minute; does nothing when FOLDER has it already
# Exit code 1 when the source cannot be had. Needs no root and changes nothing outside FOLDER.
set -euo pipefail

if [[ $# -ne 1 ]]; then
  echo "usage: tools/build_tbb_for_tsan.sh FOLDER" >&2
  exit 2
fi
folder=$(realpath --canonicalize-missing "$1")
work=$folder/work
jobs=${YANZHEN_JOBS:-$(nproc)}

# Where apt would get libtbb-dev from, as source lines. Apt is asked, so that it does not matter in which kind of file
# its sources stand. Its own keys decide whom to trust.
source_lines() {
  apt-cache "$@" policy libtbb-dev | awk '
    $5 == "Packages" {
      suite = component = $3
      sub(/\/[^\/]*$/, "", suite)
      sub(/.*\//, "", component)
      print "deb-src", $2, suite, component
    }' | sort --unique
}

# Lists and caches of our own, so that the system's stay as they are and no root is needed.
own_folders=(-o "Dir::State::lists=$work/lists" -o "Dir::Cache=$work/cache" -o "APT::Sandbox::User=$(id -un)")
only_our_sources=(-o "Dir::Etc::sourcelist=$work/sources.list" -o "Dir::Etc::sourceparts=$work/none")

fetch_source() {
  mkdir -p "$work/none" "$work/lists/partial" "$work/cache/archives/partial"
  source_lines >"$work/sources.list"
  if [[ ! -s $work/sources.list ]]; then  # images often come without apt's lists
    apt-get "${own_folders[@]}" update -qq || return 1
    source_lines "${own_folders[@]}" >"$work/sources.list"
  fi
  if [[ ! -s $work/sources.list ]]; then
    echo "tbb: apt knows no libtbb-dev" >&2
    return 1
  fi
  apt-get "${own_folders[@]}" "${only_our_sources[@]}" update -qq || return 1
  (cd "$work" && apt-get "${own_folders[@]}" "${only_our_sources[@]}" source --download-only -qq onetbb)
}

if [[ -f $folder/built ]]; then
  echo "tbb: $folder has it already"
  exit 0
fi
rm -rf "$work"
mkdir -p "$work"
if ! fetch_source; then
  echo "tbb: the source package onetbb cannot be reached" >&2
  exit 1
fi
mkdir "$work/source"
tar --extract --file "$(ls "$work"/onetbb_*.orig.tar.*z)" --directory "$work/source" --strip-components 1
cmake -S "$work/source" -B "$work/build" -G Ninja -DCMAKE_BUILD_TYPE=RelWithDebInfo -DTBB_TEST=OFF -DTBB_STRICT=OFF \
  -DTBBMALLOC_BUILD=OFF -DTBB_SANITIZE=thread -DCMAKE_INSTALL_PREFIX="$folder"
cmake --build "$work/build" --parallel "$jobs"
cmake --install "$work/build"
rm -rf "$work"
touch "$folder/built"
echo "tbb: built with ThreadSanitizer in $folder"
