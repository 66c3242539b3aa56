#pragma once
//! \file  One line on a terminal that tells how far a run has come. Nothing at all on a pipe.
#include <chrono>
#include <cstdint>
#include <string>

#include "tools/terminal_line.hpp"

namespace yanzhen::tools {

/// What the line tells.
struct Progress {
  std::string title;
  std::uint64_t step = 0;
  std::uint64_t steps = 0;
  std::string date;
  std::uint64_t agents = 0;
  double moves_per_second = 0;
  double seconds_left = 0;  ///< negative: not known yet
};

/// The line, at most `columns` wide on a terminal. The bar takes what room is left; the title goes first
/// where room is short.
[[nodiscard]] std::string progress_line(const Progress& progress, std::size_t columns);

/// A running mean that forgets: half of the weight lies on the last few seconds, so that one slow step does
/// not make the time left jump, and a change of pace is seen soon.
class Pace {
 public:
  /// `work` was done in `seconds` (> 0).
  void add(double work, double seconds);
  [[nodiscard]] double per_second() const noexcept { return seconds_ > 0 ? work_ / seconds_ : 0; }

 private:
  double work_ = 0;
  double seconds_ = 0;
};

/// Rewrites one line of stderr, at most ten times a second; silent unless stderr is a terminal.
class ProgressLine {
 public:
  /// \param first_step  where this sitting begins (above 0 when a run is resumed)
  ProgressLine(std::string title, std::uint64_t first_step, std::uint64_t steps, bool wanted);

  /// After every step.
  void show(std::uint64_t step, const std::string& date, std::uint64_t agents, std::uint64_t moves);
  /// Takes the line away, so that a message can be written.
  void clear() { line_.clear(); }

 private:
  using WallClock = std::chrono::steady_clock;

  TerminalLine line_;
  Progress progress_;
  Pace step_pace_;
  Pace move_pace_;
  WallClock::time_point last_step_ = WallClock::now();
};

}  // namespace yanzhen::tools
