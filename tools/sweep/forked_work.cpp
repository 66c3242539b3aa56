#include "tools/sweep/forked_work.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <stdexcept>
#include <utility>

namespace yanzhen::tools {
namespace {

constexpr std::size_t kMostSaid = 4096;  // a pipe takes as much without anyone reading
constexpr int kThrew = 1;

// One number of /proc/PID/statm, in bytes; 0 when the process is gone.
std::uint64_t memory_of(pid_t process, int field) {
  std::FILE* const file = std::fopen(fmt::format("/proc/{}/statm", process).c_str(), "re");
  if (file == nullptr) return 0;
  std::uint64_t pages = 0;
  bool found = true;
  for (int k = 0; k <= field && found; ++k) found = std::fscanf(file, "%lu", &pages) == 1;
  std::fclose(file);
  return found ? pages * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE)) : 0;
}

constexpr int kResident = 1;
constexpr int kData = 5;

// Memory beyond this is refused by the system, so that an allocation that is too large at once fails in the
// run itself before anyone has looked.
void limit_memory(std::uint64_t most_bytes) {
  if (most_bytes == 0) return;
  rlimit limit{};
  ::getrlimit(RLIMIT_DATA, &limit);
  limit.rlim_cur = std::min<rlim_t>(limit.rlim_max, memory_of(::getpid(), kData) + most_bytes);
  ::setrlimit(RLIMIT_DATA, &limit);
}

void say(int descriptor, const std::string& text) {
  std::size_t done = 0;
  while (done < std::min(text.size(), kMostSaid)) {
    const ssize_t written = ::write(descriptor, text.data() + done, std::min(text.size(), kMostSaid) - done);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return;
    done += static_cast<std::size_t>(written);
  }
}

[[noreturn]] void work_in_child(pid_t parent, int descriptor, const std::string& name,
                                const std::function<std::string()>& work, std::uint64_t most_bytes) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != parent) ::_exit(kThrew);  // it died in between
  ::prctl(PR_SET_NAME, name.c_str());
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) std::signal(signal, SIG_IGN);
  limit_memory(most_bytes);
  try {
    say(descriptor, work());
    ::_exit(0);
  } catch (const std::exception& error) {
    say(descriptor, error.what());
  }
  ::_exit(kThrew);
}

std::string read_all(int descriptor) {
  std::string text;
  std::array<char, 512> part{};
  while (text.size() < kMostSaid) {
    const ssize_t count = ::read(descriptor, part.data(), part.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) break;
    text.append(part.data(), static_cast<std::size_t>(count));
  }
  return text;
}

}  // namespace

ForkedWork::ForkedWork(const std::string& name, const std::function<std::string()>& work,
                       std::uint64_t most_bytes)
    : began_{std::chrono::steady_clock::now()} {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0)
    throw std::runtime_error{fmt::format("cannot make a pipe: {}", std::strerror(errno))};
  std::fflush(nullptr);  // or the child would have a copy of what was not written yet
  const pid_t parent = ::getpid();
  process_ = ::fork();
  if (process_ == 0) {
    ::close(ends[0]);
    work_in_child(parent, ends[1], name, work, most_bytes);
  }
  const int error = errno;
  ::close(ends[1]);
  descriptor_ = ends[0];
  if (process_ < 0) {
    ::close(std::exchange(descriptor_, -1));
    throw std::runtime_error{fmt::format("cannot start a process: {}", std::strerror(error))};
  }
}

ForkedWork::ForkedWork(ForkedWork&& other) noexcept
    : process_{std::exchange(other.process_, -1)},
      descriptor_{std::exchange(other.descriptor_, -1)},
      began_{other.began_} {}

ForkedWork& ForkedWork::operator=(ForkedWork&& other) noexcept {
  std::swap(process_, other.process_);
  std::swap(descriptor_, other.descriptor_);
  std::swap(began_, other.began_);
  return *this;
}

ForkedWork::~ForkedWork() {
  if (process_ > 0) {
    kill();
    static_cast<void>(wait());
  }
  if (descriptor_ >= 0) ::close(descriptor_);
}

std::uint64_t ForkedWork::resident_bytes() const { return memory_of(process_, kResident); }

void ForkedWork::kill() const noexcept {
  if (process_ > 0) ::kill(process_, SIGKILL);
}

WorkEnd ForkedWork::wait() {
  WorkEnd end;
  end.said = read_all(descriptor_);
  int status = 0;
  rusage used{};
  while (::wait4(process_, &status, 0, &used) < 0 && errno == EINTR) {
  }
  process_ = -1;
  end.peak_bytes = static_cast<std::uint64_t>(used.ru_maxrss) * 1024;
  if (WIFSIGNALED(status)) {
    end.signal = WTERMSIG(status);
    end.said.clear();
  } else {
    end.threw = WEXITSTATUS(status) != 0;
  }
  return end;
}

}  // namespace yanzhen::tools
