#pragma once
//! \file  One line on a terminal that tells how far an experiment of many runs has come. Nothing on a pipe.
#include <chrono>
#include <cstdint>
#include <string>

#include "tools/progress.hpp"
#include "tools/terminal_line.hpp"

namespace yanzhen::tools {

/// "TITLE [#####.....]  51 %  1,020 of 2,000 steps  0:12 left", at most `columns` wide.
/// \param what  is counted: "steps", "runs"
[[nodiscard]] std::string experiment_line(const std::string& title, std::uint64_t done, std::uint64_t total,
                                          const std::string& what, double seconds_left, std::size_t columns);

/// Rewrites one line of stderr, at most ten times a second; silent unless stderr is a terminal.
class ExperimentProgress {
 public:
  ExperimentProgress(std::string title, std::string what, bool wanted);

  /// What there is to do, at most.
  void expect(std::uint64_t total) { total_ = total; }
  /// What was done so far. One call at a time.
  void show(std::uint64_t done);
  void clear() { line_.clear(); }

 private:
  using WallClock = std::chrono::steady_clock;
  std::string title_;
  std::string what_;
  TerminalLine line_;
  std::uint64_t total_ = 0;
  std::uint64_t done_ = 0;
  Pace pace_;
  WallClock::time_point last_shown_ = WallClock::now();
};

}  // namespace yanzhen::tools
