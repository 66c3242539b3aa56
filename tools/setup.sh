#!/usr/bin/env bash
# Installs what building yanzhen needs, on Debian 12 or later and Ubuntu 24.04 or later. Installs only what is missing.
#   tools/setup.sh            to build and run
#   tools/setup.sh --tests    and what the tests read run files and pages with
set -euo pipefail

core_packages=(
  cmake g++ ninja-build pkg-config git
  libboost-dev libtbb-dev libhdf5-dev libeigen3-dev libspdlog-dev libfmt-dev libcxxopts-dev libtomlplusplus-dev
  librandom123-dev nlohmann-json3-dev libbenchmark-dev doctest-dev
)
test_packages=(
  hdf5-tools slurm-wlm munge clang clang-format python3 python3-numpy python3-pandas python3-h5py python3-xarray python3-h5netcdf
  fonts-noto-cjk
)
# Ubuntu has it as a snap alone, which sees no files of the tests; those in a browser are skipped there.
grep -qs '^ID=ubuntu' /etc/os-release || test_packages+=(chromium)
readonly least_cmake=3.25 least_gcc=12

usage() {
  echo "usage: tools/setup.sh [--tests]" >&2
  exit 2
}

is_installed() {
  [[ $(dpkg-query --show --showformat='${db:Status-Status}' "$1" 2>/dev/null) == installed ]]
}

# Prints those of the packages named that are not installed.
missing_of() {
  local package
  for package in "$@"; do
    is_installed "$package" || echo "$package"
  done
}

# Fills the array `as_root` with what must stand before a command that changes the system.
find_root() {
  as_root=()
  [[ $EUID -eq 0 ]] && return
  if command -v sudo >/dev/null && { [[ -t 0 ]] || sudo -n true 2>/dev/null; }; then
    as_root=(sudo)
    return
  fi
  echo "setup: these packages are missing, and installing needs root or sudo. Ask for:" >&2
  echo "  apt-get install $*" >&2
  exit 1
}

# A lock held by another installation is waited for, for at most five minutes.
apt_get() {
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 "$@"
}

install_packages() {
  find_root "$@"
  echo "setup: installing $*"
  apt_get update -qq || echo "setup: apt-get update failed; trying with the lists at hand" >&2
  apt_get install -qq -y --no-install-recommends "$@"
}

version_at_least() {
  printf '%s\n%s\n' "$1" "$2" | sort --version-sort --check=quiet
}

check_version() {
  local name=$1 least=$2 found=$3
  if ! version_at_least "$least" "$found"; then
    echo "setup: $name $found is too old, yanzhen needs $least. Debian 12 and Ubuntu 24.04 have it." >&2
    exit 1
  fi
}

packages=("${core_packages[@]}")
# They build the page of `yanzhen report`. Whoever has npm from elsewhere keeps it; Debian's own would not go along with it.
command -v npm >/dev/null && command -v node >/dev/null || packages+=(nodejs npm)
for argument in "$@"; do
  case $argument in
    --tests) packages+=("${test_packages[@]}") ;;
    *) usage ;;
  esac
done

if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
  echo "setup: this system has no apt-get. Install what these Debian packages hold, then build with CMake:" >&2
  echo "  ${packages[*]}" >&2
  exit 1
fi

mapfile -t missing < <(missing_of "${packages[@]}")
if [[ ${#missing[@]} -eq 0 ]]; then
  echo "setup: all ${#packages[@]} packages are installed"
else
  install_packages "${missing[@]}"
  echo "setup: done"
fi

check_version cmake "$least_cmake" "$(cmake --version | sed -n '1s/[^0-9]*//p')"
check_version g++ "$least_gcc" "$(g++ -dumpfullversion)"
