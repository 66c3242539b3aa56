#include "tools/sweep/child_command.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <string_view>
#include <utility>

extern char** environ;

namespace yanzhen::tools {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int kLookMilliseconds = 20;            // between two looks at a program that says nothing
constexpr std::size_t kTold = 2000;              // bytes of stderr in a message
constexpr std::array kMended{SIGPIPE, SIGXFSZ};  // may be ignored here; a program expects the default

[[noreturn]] void fail(const std::string& what, int error) {
  throw std::runtime_error{fmt::format("{}: {}", what, std::strerror(error))};
}

// The end of a pipe that we read; closed with it.
class Reader {
 public:
  Reader() {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) fail("no pipe to another program", errno);
    read_ = ends[0];
    write_ = ends[1];
    ::fcntl(read_, F_SETFL, O_NONBLOCK);
  }
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;
  ~Reader() {
    close_write();
    ::close(read_);
  }

  void close_write() {
    if (write_ >= 0) ::close(std::exchange(write_, -1));
  }
  [[nodiscard]] int write_end() const noexcept { return write_; }
  [[nodiscard]] pollfd to_poll() const noexcept { return {open_ ? read_ : -1, POLLIN, 0}; }

  // Reads what is there. Returns false when it is more than `most` bytes in all.
  bool read_into(std::string& text, std::size_t most) {
    std::array<char, 65536> block;
    while (open_ && text.size() <= most) {
      const ssize_t count = ::read(read_, block.data(), block.size());
      if (count > 0) text.append(block.data(), static_cast<std::size_t>(count));
      if (count == 0) open_ = false;
      if (count < 0 && errno != EINTR) break;
    }
    return text.size() <= most;
  }

 private:
  int read_ = -1;
  int write_ = -1;
  bool open_ = true;
};

std::vector<char*> pointers_to(std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  for (std::string& text : texts) pointers.push_back(text.data());
  pointers.push_back(nullptr);
  return pointers;
}

std::vector<std::string> environment_without(const std::vector<std::string>& hidden) {
  std::vector<std::string> kept;
  for (char** variable = environ; *variable != nullptr; ++variable) {
    const std::string_view text{*variable};
    const auto begins = [&](const std::string& beginning) { return text.starts_with(beginning); };
    if (std::none_of(hidden.begin(), hidden.end(), begins)) kept.emplace_back(text);
  }
  return kept;
}

// What posix_spawn is told; freed with it.
struct SpawnPlan {
  posix_spawn_file_actions_t files;
  posix_spawnattr_t attributes;

  SpawnPlan(int output, int error) {
    ::posix_spawn_file_actions_init(&files);
    ::posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    ::posix_spawn_file_actions_adddup2(&files, output, STDOUT_FILENO);
    ::posix_spawn_file_actions_adddup2(&files, error, STDERR_FILENO);
    ::posix_spawnattr_init(&attributes);
    ::posix_spawnattr_setpgroup(&attributes, 0);
    sigset_t mended;
    ::sigemptyset(&mended);
    for (const int signal : kMended) ::sigaddset(&mended, signal);
    ::posix_spawnattr_setsigdefault(&attributes, &mended);
    ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF);
  }
  SpawnPlan(const SpawnPlan&) = delete;
  SpawnPlan& operator=(const SpawnPlan&) = delete;
  ~SpawnPlan() {
    ::posix_spawn_file_actions_destroy(&files);
    ::posix_spawnattr_destroy(&attributes);
  }
};

// A program that was started; killed and waited for when left.
class Child {
 public:
  Child(std::vector<std::string> words, std::vector<std::string> environment, const SpawnPlan& plan) {
    const std::vector<char*> arguments = pointers_to(words);
    const std::vector<char*> variables = pointers_to(environment);
    const int error = ::posix_spawnp(&process_, words.at(0).c_str(), &plan.files, &plan.attributes,
                                     arguments.data(), variables.data());
    if (error == ENOENT || error == ENOTDIR) throw CommandNotFound{words[0]};
    if (error != 0) fail(words[0] + " cannot be started", error);
  }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;
  ~Child() {
    if (process_ <= 0) return;
    ::kill(-process_, SIGKILL);
    while (::waitpid(process_, nullptr, 0) < 0 && errno == EINTR) {
    }
  }

  // Fills how and code when it has ended.
  bool ended(CommandEnd& end) {
    int status = 0;
    if (::waitpid(process_, &status, WNOHANG) != process_) return false;
    process_ = -1;
    end.how = WIFSIGNALED(status) ? CommandEnd::How::killed : CommandEnd::How::exited;
    end.code = WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status);
    return true;
  }

 private:
  pid_t process_ = -1;
};

bool read_both(Reader& output, Reader& error, CommandEnd& end, const CommandLimits& limits) {
  const bool room = output.read_into(end.output, limits.bytes);
  return error.read_into(end.error, limits.bytes) && room;
}

std::string trimmed(const std::string& text) {
  const std::size_t begin = text.find_first_not_of(" \t\r\n");
  if (begin == std::string::npos) return "";
  return text.substr(begin, std::min(kTold, text.find_last_not_of(" \t\r\n") + 1 - begin));
}

}  // namespace

CommandNotFound::CommandNotFound(const std::string& program)
    : std::runtime_error{fmt::format("{} was not found", program)} {}

CommandEnd run_command(std::span<const std::string> words, const CommandLimits& limits) {
  CommandEnd end;
  Reader output;
  Reader error;
  Child child{{words.begin(), words.end()},
              environment_without(limits.hidden),
              SpawnPlan{output.write_end(), error.write_end()}};
  output.close_write();
  error.close_write();
  const Clock::time_point latest = Clock::now() + limits.time;
  while (true) {
    // Asked first, read after: then nothing that it said before its end is missed. What a grandchild holds
    // open is not waited for.
    const bool ended = child.ended(end);
    if (!read_both(output, error, end, limits)) {
      end.how = CommandEnd::How::too_much;
      return end;
    }
    if (ended) return end;
    end.how = CommandEnd::How::stopped;
    if (limits.asked_to_stop && limits.asked_to_stop()) return end;
    end.how = CommandEnd::How::too_slow;
    if (Clock::now() >= latest) return end;
    std::array<pollfd, 2> both{output.to_poll(), error.to_poll()};
    ::poll(both.data(), both.size(), kLookMilliseconds);
  }
}

std::string what_went_wrong(const std::string& program, const CommandEnd& end) {
  const std::string said = trimmed(end.error.empty() ? end.output : end.error);
  const std::string tail = said.empty() ? "" : ": " + said;
  switch (end.how) {
    case CommandEnd::How::killed:
      return fmt::format("{} was killed by signal {}{}", program, end.code, tail);
    case CommandEnd::How::too_slow:
      return fmt::format("{} did not answer in time{}", program, tail);
    case CommandEnd::How::too_much:
      return fmt::format("{} said more than is read", program);
    case CommandEnd::How::stopped:
      return fmt::format("{} was stopped", program);
    case CommandEnd::How::exited:
      break;
  }
  return fmt::format("{} exited with {}{}", program, end.code, tail);
}

}  // namespace yanzhen::tools
