#pragma once
//! \file  Calls another program and reads what it says: no shell between, no more text and no more time than
//! allowed.
#include <chrono>
#include <cstddef>
#include <functional>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

namespace yanzhen::tools {

struct CommandLimits {
  std::chrono::milliseconds time{60000};
  std::size_t bytes = std::size_t{16} << 20;  ///< of each of stdout and stderr
  std::function<bool()> asked_to_stop;        ///< asked many times a second; may be empty
  std::vector<std::string> hidden;            ///< beginnings of variables that the program does not see
};

/// How a program ended and what it said.
struct CommandEnd {
  enum class How { exited, killed, too_slow, too_much, stopped };

  How how = How::exited;
  int code = 0;  ///< what it exited with, or the signal that killed it
  std::string output;
  std::string error;

  [[nodiscard]] bool good() const noexcept { return how == How::exited && code == 0; }
};

/// There is no such program on PATH.
class CommandNotFound : public std::runtime_error {
 public:
  explicit CommandNotFound(const std::string& program);
};

/// Runs `words` (a program, then its arguments) to its end, with nothing to read and in a process group of
/// its own, so that Ctrl-C on the terminal does not reach it. A program that oversteps a limit, or goes on
/// when asked_to_stop says so, is killed with all of its group.
/// \throws CommandNotFound, or std::runtime_error when it cannot be started
[[nodiscard]] CommandEnd run_command(std::span<const std::string> words, const CommandLimits& limits = {});

/// "squeue exited with 1: slurm_load_jobs error: Unable to contact slurm controller". \pre not good()
[[nodiscard]] std::string what_went_wrong(const std::string& program, const CommandEnd& end);

}  // namespace yanzhen::tools
