#pragma once
//! \file  One line of a terminal that is written over and over. Nothing at all on a pipe.
#include <chrono>
#include <cstddef>
#include <functional>
#include <string>

namespace yanzhen::tools {

/// Rewrites the last line of stderr, at most ten times a second; silent unless stderr is a terminal. Takes
/// the line away when it goes.
class TerminalLine {
 public:
  explicit TerminalLine(bool wanted);
  ~TerminalLine() { clear(); }
  TerminalLine(const TerminalLine&) = delete;
  TerminalLine& operator=(const TerminalLine&) = delete;

  [[nodiscard]] bool wanted() const noexcept { return wanted_; }
  /// Writes what `line` gives for so many columns, unless the last time was a moment ago.
  void show(const std::function<std::string(std::size_t columns)>& line);
  /// Takes the line away, so that a message can be written.
  void clear();

 private:
  using WallClock = std::chrono::steady_clock;

  bool wanted_;
  bool visible_ = false;
  WallClock::time_point last_shown_{};
};

}  // namespace yanzhen::tools
