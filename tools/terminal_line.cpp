#include "tools/terminal_line.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>

#include "tools/display.hpp"

namespace yanzhen::tools {

TerminalLine::TerminalLine(bool wanted) : wanted_{wanted && ::isatty(STDERR_FILENO) == 1} {}

void TerminalLine::show(const std::function<std::string(std::size_t columns)>& line) {
  if (!wanted_) return;
  const WallClock::time_point now = WallClock::now();
  if (now - last_shown_ < std::chrono::milliseconds{100}) return;
  last_shown_ = now;
  visible_ = true;
  // One column stays free: a terminal that fills its last column may begin a new line.
  fmt::print(stderr, "\r{}\x1b[K", line(terminal_columns(STDERR_FILENO, 80) - 1));
  std::fflush(stderr);
}

void TerminalLine::clear() {
  if (!visible_) return;
  visible_ = false;
  std::fputs("\r\x1b[K", stderr);
  std::fflush(stderr);
}

}  // namespace yanzhen::tools
