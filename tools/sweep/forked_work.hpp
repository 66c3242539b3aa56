#pragma once
//! \file  A piece of work in a process of its own, forked from this one: whatever happens there, this one
//! lives on.
#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>

namespace yanzhen::tools {

/// How a forked process ended.
struct WorkEnd {
  int signal = 0;      ///< that killed it; 0 = none
  bool threw = false;  ///< the work threw, and `said` is what
  std::string said;    ///< what the work returned; nothing where a signal ended it
  std::uint64_t peak_bytes = 0;
};

/// Dies when this process does. Signals that a terminal or a batch system sends to all processes of a group
/// (SIGINT, SIGTERM, SIGHUP) are left to the parent.
class ForkedWork {
 public:
  /// Forks. \param name       as `ps` shows it, at most 15 letters
  ///         \param work       what it returns is said to the parent, at most 4 KiB of it
  ///         \param most_bytes  of memory that the work may add to what this process has; 0 = no limit
  /// \pre this process has one thread  \throws std::runtime_error when the system gives no further process
  ForkedWork(const std::string& name, const std::function<std::string()>& work, std::uint64_t most_bytes);
  ForkedWork(ForkedWork&& other) noexcept;
  ForkedWork& operator=(ForkedWork&& other) noexcept;
  /// Kills it if it still runs.
  ~ForkedWork();

  /// A descriptor that poll() calls ready once the process has ended or has said something.
  [[nodiscard]] int descriptor() const noexcept { return descriptor_; }
  [[nodiscard]] std::chrono::steady_clock::time_point began() const noexcept { return began_; }
  /// Memory that it holds now; 0 when it has ended.
  [[nodiscard]] std::uint64_t resident_bytes() const;
  void kill() const noexcept;
  /// Waits until it has ended. To be called once.
  [[nodiscard]] WorkEnd wait();

 private:
  pid_t process_ = -1;
  int descriptor_ = -1;
  std::chrono::steady_clock::time_point began_;
};

}  // namespace yanzhen::tools
