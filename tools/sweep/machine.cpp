#include "tools/sweep/machine.hpp"

#include <sched.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <limits>
#include <optional>
#include <string>

namespace yanzhen::tools {
namespace {

namespace fs = std::filesystem;

// The number that a small file of the system holds; nothing where there is none ("max").
std::optional<std::uint64_t> number_in(const fs::path& file) {
  std::ifstream in{file};
  std::uint64_t number = 0;
  if (in >> number) return number;
  return std::nullopt;
}

std::uint64_t free_of_machine() {
  std::ifstream in{"/proc/meminfo"};
  std::string key;
  std::uint64_t kibibytes = 0;
  while (in >> key) {
    if (key == "MemAvailable:" && in >> kibibytes) return kibibytes * 1024;
    in.ignore(std::numeric_limits<std::streamsize>::max(), '\n');
  }
  return std::numeric_limits<std::uint64_t>::max();
}

// The folder of this process's control group in the unified hierarchy (version 2); empty where there is none.
fs::path control_group() {
  std::ifstream in{"/proc/self/cgroup"};
  for (std::string line; std::getline(in, line);)
    if (line.rfind("0::/", 0) == 0) return fs::path{"/sys/fs/cgroup"} / line.substr(4);
  return {};
}

// A limit may stand at the group or at any that holds it.
std::uint64_t free_of_group() {
  std::uint64_t free = std::numeric_limits<std::uint64_t>::max();
  for (fs::path folder = control_group(); folder.string().size() > 1; folder = folder.parent_path()) {
    const auto most = number_in(folder / "memory.max");
    const auto used = number_in(folder / "memory.current");
    if (most && used) free = std::min(free, *most > *used ? *most - *used : 0);
  }
  return free;
}

}  // namespace

std::size_t usable_cores() {
  cpu_set_t allowed;
  CPU_ZERO(&allowed);
  if (::sched_getaffinity(0, sizeof allowed, &allowed) != 0) return 1;
  return static_cast<std::size_t>(std::max(1, CPU_COUNT(&allowed)));
}

int threads_each(std::size_t threads, std::size_t jobs) {
  return static_cast<int>(std::max<std::size_t>(1, (threads > 0 ? threads : usable_cores()) / jobs));
}

std::uint64_t usable_bytes() { return std::min(free_of_machine(), free_of_group()); }

}  // namespace yanzhen::tools
